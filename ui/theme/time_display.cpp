// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/time_display.h"

namespace durascope::ui {

using models::TimeDisplay;

TimeDisplayChoice& TimeDisplayChoice::instance()
{
    static TimeDisplayChoice s_choice;
    return s_choice;
}

void TimeDisplayChoice::setDisplay(TimeDisplay display)
{
    if (m_display == display)
        return;
    m_display = display;
    Q_EMIT changed();
}

void TimeDisplayChoice::cycle()
{
    switch (m_display) {
    case TimeDisplay::Utc:
        return setDisplay(TimeDisplay::Local);
    case TimeDisplay::Local:
        return setDisplay(TimeDisplay::SinceStart);
    case TimeDisplay::SinceStart:
        return setDisplay(TimeDisplay::Utc);
    }
}

} // namespace durascope::ui
