// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/scrub_slider.h"

#include "models/session/session.h"

#include <QSignalBlocker>

namespace durascope::ui {

ScrubSlider::ScrubSlider(models::Session& session, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
    , m_session(session)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Event"));
    setToolTip(tr("<p><b>Scrub</b></p><p>Drag to move through the events, or use the arrow keys.</p>"));
    connect(this, &QSlider::valueChanged, this, [this](int value) {
        if (m_session.isOpen())
            m_session.seekTo(core::EventIndex(static_cast<std::uint32_t>(value)));
    });
    connect(&session, &models::Session::documentChanged, this, &ScrubSlider::showDocument);
    connect(&session, &models::Session::cursorMoved, this, &ScrubSlider::showCursor);
    showDocument();
}

void ScrubSlider::showDocument()
{
    const QSignalBlocker quiet(this);
    const int last = m_session.isOpen() ? static_cast<int>(m_session.log().eventCount()) - 1 : 0;
    setEnabled(last > 0);
    setRange(0, last);
    setPageStep(qMax(10, last / 20));
    showCursor();
}

void ScrubSlider::showCursor()
{
    const QSignalBlocker quiet(this);
    setValue(m_session.isOpen() ? static_cast<int>(m_session.cursor().value()) : 0);
}

} // namespace durascope::ui
