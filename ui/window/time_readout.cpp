// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/time_readout.h"

#include "models/common/text.h"
#include "models/session/session.h"
#include "ui/theme/palette.h"
#include "ui/theme/time_display.h"

#include <QPainter>

namespace durascope::ui {

TimeReadout::TimeReadout(models::Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&session, &models::Session::documentChanged, this, &TimeReadout::refresh);
    connect(&session, &models::Session::cursorMoved, this, &TimeReadout::refresh);
    connect(&TimeDisplayChoice::instance(), &TimeDisplayChoice::changed, this, &TimeReadout::refresh);
    refresh();
}

void TimeReadout::setForm(Form form)
{
    if (m_form == form)
        return;
    m_form = form;
    updateGeometry();
    refresh();
}

void TimeReadout::refresh()
{
    m_absolute.clear();
    m_sinceStart.clear();
    if (m_session.isOpen()) {
        const core::Timestamp start = m_session.log().startTime();
        const auto display = TimeDisplayChoice::instance().display();
        // The time since start has its own place beside; absolute time stays absolute.
        const auto absolute = display == models::TimeDisplay::SinceStart ? models::TimeDisplay::Utc : display;
        m_absolute = models::timeText(m_session.now(), absolute, start);
        m_sinceStart = models::sinceStartText(m_session.now(), start);
        const QString zone = models::zoneText(absolute, m_session.now());
        setToolTip(tr("<p><b>%1 %2</b></p><p>The instant of the playhead, and how long after the start that is.</p>")
                       .arg(m_absolute, zone));
        if (m_form == Form::TimeOnly)
            m_absolute = m_absolute.section(QLatin1Char(' '), -1);
    }
    setAccessibleName(m_absolute % QStringLiteral(", ") % m_sinceStart);
    update();
}

QSize TimeReadout::sizeHint() const
{
    // Fixed for the form, so that nothing beside it moves while time goes by.
    const QFontMetrics numbers(Theme::instance().numberFont());
    const int absolute = numbers.horizontalAdvance(QLatin1Char('0')) * (m_form == Form::Full ? 23 : 12);
    return {absolute + (m_form == Form::Full ? 12 + numbers.horizontalAdvance(QLatin1Char('0')) * 17 : 4), 28};
}

void TimeReadout::paintEvent(QPaintEvent*)
{
    const Palette& p = Theme::instance().palette();
    QPainter painter(this);
    painter.setFont(Theme::instance().numberFont());
    painter.setPen(p.text);
    QRect used;
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, m_absolute, &used);
    if (m_form != Form::Full)
        return;
    painter.setPen(p.textMuted);
    painter.drawText(rect().adjusted(used.width() + 12, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_sinceStart);
}

} // namespace durascope::ui
