// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/loading_view.h"

#include "engine/core/text.h"
#include "models/common/text.h"
#include "ui/theme/palette.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace durascope::ui {

LoadingView::LoadingView(QWidget* parent)
    : QWidget(parent)
    , m_name(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_progress(new QLabel(this))
    , m_cancel(new QPushButton(tr("Cancel  (Esc)"), this))
{
    setFocusPolicy(Qt::StrongFocus);
    QFont title = m_name->font();
    title.setPointSizeF(title.pointSizeF() * 1.28);
    title.setWeight(QFont::DemiBold);
    m_name->setFont(title);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setAlignment(Qt::AlignHCenter);
    m_bar->setFixedSize(360, 8);
    m_bar->setTextVisible(false);
    m_progress->setAlignment(Qt::AlignHCenter);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(m_name, 0, Qt::AlignHCenter);
    layout->addWidget(m_bar, 0, Qt::AlignHCenter);
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    layout->addSpacing(4);
    layout->addWidget(m_cancel, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_cancel, &QPushButton::clicked, this, &LoadingView::cancelPressed);
}

void LoadingView::begin(const QString& name)
{
    m_name->setText(tr("Opening %1").arg(m_name->fontMetrics().elidedText(name, Qt::ElideMiddle, 480)));
    setProgress(0, 0, 0);
}

void LoadingView::setProgress(std::uint64_t bytesRead, std::uint64_t bytesTotal, std::uint64_t events)
{
    const auto bytes = [](std::uint64_t count) { return models::toQString(core::formatBytes(count)); };
    m_fraction = bytesTotal == 0 ? -1 : static_cast<double>(bytesRead) / static_cast<double>(bytesTotal);
    m_bar->setRange(0, bytesTotal == 0 ? 0 : 1000);
    m_bar->setValue(bytesTotal == 0 ? 0 : qRound(qBound(0.0, m_fraction, 1.0) * 1000));
    const QString read = bytesTotal == 0 ? bytes(bytesRead) : tr("%1 of %2").arg(bytes(bytesRead), bytes(bytesTotal));
    m_progress->setText(tr("%1 events, %2").arg(models::toQString(core::formatCount(events)), read));
}

QString LoadingView::progressText() const
{
    return m_progress->text();
}

void LoadingView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelPressed();
    else
        QWidget::keyPressEvent(event);
}

void LoadingView::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::instance().palette().canvas);
}

} // namespace durascope::ui
