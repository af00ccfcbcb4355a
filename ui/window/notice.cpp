// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/notice.h"

#include "models/common/text.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace durascope::ui {

namespace {

constexpr int kGlyph = 18;

QLabel* makeLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    // What a file says is never markup.
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return label;
}

} // namespace

Notice::Notice(QWidget* parent)
    : QFrame(parent)
    , m_headline(makeLabel(this))
    , m_body(makeLabel(this))
    , m_action(new QPushButton(this))
    , m_copy(new QPushButton(tr("Copy"), this))
{
    QFont bold = m_headline->font();
    bold.setWeight(QFont::DemiBold);
    m_headline->setFont(bold);
    m_body->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setIcon(actionIcon(ActionGlyph::Close));
    close->setAutoRaise(true);
    close->setToolTip(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss"));
    close->setObjectName(QStringLiteral("dismiss"));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_headline);
    texts->addWidget(m_body);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16 + kGlyph + 10, 8, 8, 9);
    row->setSpacing(8);
    row->addLayout(texts, 1);
    for (QWidget* button :
         {static_cast<QWidget*>(m_action), static_cast<QWidget*>(m_copy), static_cast<QWidget*>(close)})
        row->addWidget(button, 0, Qt::AlignVCenter);
    connect(m_action, &QPushButton::clicked, this, &Notice::actionPressed);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_copyText); });
    connect(close, &QToolButton::clicked, this, &Notice::dismiss);
    hide();
}

void Notice::present(Kind kind, const QString& headline, const QString& body)
{
    m_kind = kind;
    m_headline->setText(headline);
    m_body->setText(body);
    m_body->setVisible(!body.isEmpty());
    setAccessibleName(headline % QLatin1Char('\n') % body);
    show();
    update();
}

void Notice::showError(const QString& headline, const core::Error& error)
{
    QStringList lines;
    const QString where = models::displayText(error.where());
    const QString what = models::displayText(error.message);
    lines.append(where.isEmpty() ? what : tr("%1: %2").arg(where, what));
    if (!error.remedy.empty())
        lines.append(models::displayText(error.remedy));
    m_copyText = headline % QLatin1Char('\n') % lines.join(QLatin1Char('\n'));
    m_action->hide();
    m_copy->show();
    present(Kind::Error, headline, lines.join(QLatin1Char('\n')));
}

void Notice::showRemark(const QString& headline, const QString& text, const QString& actionText)
{
    m_copyText = headline % QLatin1Char('\n') % text;
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    m_copy->hide();
    present(Kind::Remark, headline, text);
}

QString Notice::text() const
{
    return m_copyText;
}

void Notice::dismiss()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT dismissed();
}

void Notice::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

void Notice::paintEvent(QPaintEvent*)
{
    const Palette& p = Theme::instance().palette();
    const QColor accent = m_kind == Kind::Error ? p.state(models::VisualState::Failed) : p.warning;
    QColor ground = accent;
    ground.setAlpha(p.dark ? 30 : 16);
    QPainter painter(this);
    painter.fillRect(rect(), p.panel);
    painter.fillRect(rect(), ground);
    painter.fillRect(QRect(0, 0, 3, height()), accent);
    painter.fillRect(QRect(0, height() - 1, width(), 1), p.line);
    const ActionGlyph glyph = m_kind == Kind::Error ? ActionGlyph::Warning : ActionGlyph::Info;
    paintActionGlyph(painter, QRectF(16, 9, kGlyph, kGlyph), glyph, accent);
}

} // namespace durascope::ui
