// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/stepping.h"

#include <QObject>
#include <QTimer>

namespace durascope::models {

class Session;

/// How fast a recorded history plays (interface.md section 2).
enum class Pace {
    Even,    ///< 250 ms an event
    Recorded ///< as recorded, gaps capped at 1 s
};

/// Moves the session's cursor by itself. Stops at the ends; playing on from an end begins at the other one.
class Playback : public QObject
{
    Q_OBJECT

public:
    explicit Playback(Session& session);

    [[nodiscard]] bool isPlaying() const { return m_playing; }
    [[nodiscard]] Pace pace() const { return m_pace; }
    [[nodiscard]] double speed() const { return m_speed; } ///< 0.5, 1, 2, 4 … 64
    [[nodiscard]] history::Direction direction() const { return m_direction; }

public Q_SLOTS:
    void play(history::Direction direction = history::Direction::Forward);
    void pause();
    void toggle();
    void setPace(Pace pace);
    void setSpeed(double speed);
    /// J and L: plays that way, or doubles the speed when it already does (at most 64×).
    void shuttle(history::Direction direction);

Q_SIGNALS:
    void changed();

private:
    void advance();
    [[nodiscard]] int delayToNext() const;

    Session& m_session;
    QTimer m_timer;
    bool m_playing = false;
    Pace m_pace = Pace::Even;
    double m_speed = 1.0;
    history::Direction m_direction = history::Direction::Forward;
};

} // namespace durascope::models
