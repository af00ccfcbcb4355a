// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/text.h"

#include <QObject>

namespace durascope::ui {

/// How instants are shown everywhere in the program: in UTC, in the local zone, or since the start of the execution.
/// One per program, as the theme; views write their times anew on changed().
class TimeDisplayChoice : public QObject
{
    Q_OBJECT

public:
    static TimeDisplayChoice& instance();

    [[nodiscard]] models::TimeDisplay display() const { return m_display; }
    [[nodiscard]] QString text(core::Timestamp time, core::Timestamp start) const
    {
        return models::timeText(time, m_display, start);
    }

public Q_SLOTS:
    void setDisplay(durascope::models::TimeDisplay display);
    /// UTC, local, since start, UTC …
    void cycle();

Q_SIGNALS:
    void changed();

private:
    TimeDisplayChoice() = default;

    models::TimeDisplay m_display = models::TimeDisplay::Utc;
};

} // namespace durascope::ui
