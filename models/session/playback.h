// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/stepping.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace durascope::models {

class Session;

/// How fast a recorded history plays (interface.md section 2).
enum class Pace {
    Even,    ///< 250 ms an event
    Recorded ///< as recorded, gaps capped at 1 s; events of one instant still 30 ms apart, to be seen
};

/// Moves the session's cursor by itself; the selection stays, so that a person can watch one operation. Stops at the
/// ends and when another document is opened; playing on from an end begins at the other one. A cursor that somebody
/// else moves meanwhile is played on from there.
class Playback : public QObject
{
    Q_OBJECT

public:
    static constexpr double kSlowest = 0.5;
    static constexpr double kFastest = 64.0;

    explicit Playback(Session& session);

    [[nodiscard]] bool isPlaying() const { return m_playing; }
    [[nodiscard]] Pace pace() const { return m_pace; }
    /// What plays now: the chosen speed times what shuttling made of it; kSlowest to kFastest.
    [[nodiscard]] double speed() const;
    [[nodiscard]] history::Direction direction() const { return m_direction; }
    /// Milliseconds at the cursor until the next move at this pace and speed; 0 when there is nowhere to go.
    [[nodiscard]] int delay() const;

public Q_SLOTS:
    void play(durascope::history::Direction direction = durascope::history::Direction::Forward);
    void pause();
    void toggle();
    void setPace(durascope::models::Pace pace);
    /// Chooses a speed; whatever shuttling added is gone.
    void setSpeed(double speed);
    /// J and L: plays that way, or doubles the speed when it already does (at most 64×). Pausing or turning round goes
    /// back to the chosen speed. Does not begin again at the other end.
    void shuttle(durascope::history::Direction direction);
    /// One move, as the timer makes it. Does nothing while it does not play.
    void tick();

Q_SIGNALS:
    void changed();

private:
    void start(history::Direction direction, double boost);
    void schedule();
    [[nodiscard]] std::optional<core::EventIndex> nextStop() const;
    [[nodiscard]] bool atEndOf(history::Direction direction) const;

    Session& m_session;
    QTimer m_timer;
    bool m_playing = false;
    Pace m_pace = Pace::Even;
    double m_speed = 1.0;
    double m_boost = 1.0; ///< what J and L made of it: 1, 2, 4 …
    history::Direction m_direction = history::Direction::Forward;
};

} // namespace durascope::models
