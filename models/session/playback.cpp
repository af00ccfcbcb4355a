// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/playback.h"

#include "models/session/session.h"

#include <algorithm>
#include <cmath>

namespace durascope::models {

using history::Direction;

namespace {

constexpr double kEvenMilliseconds = 250;
constexpr double kLongestGapMilliseconds = 1000;
constexpr double kShortestGapMilliseconds = 30;

} // namespace

Playback::Playback(Session& session)
    : QObject(&session)
    , m_session(session)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Playback::tick);
    connect(&session, &Session::documentChanged, this, &Playback::pause);
    connect(&session, &Session::cursorMoved, this, &Playback::schedule);
}

double Playback::speed() const
{
    return std::clamp(m_speed * m_boost, kSlowest, kFastest);
}

int Playback::delay() const
{
    const auto stop = nextStop();
    if (!stop) {
        return 0;
    }
    double milliseconds = kEvenMilliseconds;
    if (m_pace == Pace::Recorded) {
        const auto gap = m_session.log().axisTime(*stop) - m_session.now();
        milliseconds = std::clamp(std::abs(static_cast<double>(gap.count()) / 1000.0), kShortestGapMilliseconds,
                                  kLongestGapMilliseconds);
    }
    return std::max(1, static_cast<int>(std::lround(milliseconds / speed())));
}

void Playback::play(Direction direction)
{
    if (!m_session.isOpen()) {
        return;
    }
    if (atEndOf(direction)) {
        direction == Direction::Forward ? m_session.seekToStart() : m_session.seekToEnd();
    }
    start(direction, 1.0);
}

void Playback::start(Direction direction, double boost)
{
    m_direction = direction;
    m_boost = boost;
    // A history of one event has no way to go at all.
    m_playing = nextStop().has_value();
    schedule();
    Q_EMIT changed();
}

void Playback::pause()
{
    m_timer.stop();
    if (m_playing || m_boost != 1.0) {
        m_playing = false;
        m_boost = 1.0;
        Q_EMIT changed();
    }
}

void Playback::toggle()
{
    m_playing ? pause() : play(Direction::Forward);
}

void Playback::setPace(Pace pace)
{
    if (m_pace != pace) {
        m_pace = pace;
        schedule();
        Q_EMIT changed();
    }
}

void Playback::setSpeed(double speed)
{
    if (!std::isfinite(speed)) {
        return;
    }
    const auto chosen = std::clamp(speed, kSlowest, kFastest);
    if (m_speed != chosen || m_boost != 1.0) {
        m_speed = chosen;
        m_boost = 1.0;
        schedule();
        Q_EMIT changed();
    }
}

void Playback::shuttle(Direction direction)
{
    if (!m_session.isOpen()) {
        return;
    }
    if (m_playing && m_direction == direction) {
        start(direction, m_speed * m_boost < kFastest ? m_boost * 2 : m_boost);
    } else if (atEndOf(direction)) {
        pause();
    } else {
        start(direction, 1.0);
    }
}

void Playback::tick()
{
    if (!m_playing) {
        return;
    }
    if (const auto stop = nextStop()) {
        m_session.seekTo(*stop); // cursorMoved schedules the next move
    }
    if (!nextStop()) {
        pause();
    }
}

void Playback::schedule()
{
    if (m_playing) {
        m_timer.start(delay());
    }
}

std::optional<core::EventIndex> Playback::nextStop() const
{
    if (!m_session.isOpen()) {
        return std::nullopt;
    }
    const auto cursor = m_session.cursor();
    if (m_direction == Direction::Forward) {
        return m_session.atEnd() ? std::nullopt : std::optional(cursor.next());
    }
    if (m_session.now() > m_session.log().axisTime(cursor)) {
        return cursor; // between two events the one before comes first
    }
    return m_session.atStart() ? std::nullopt : std::optional(cursor.previous());
}

bool Playback::atEndOf(Direction direction) const
{
    return direction == Direction::Forward ? m_session.atEnd() : m_session.atStart();
}

} // namespace durascope::models
