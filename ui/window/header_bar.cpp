// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/header_bar.h"

#include "models/session/playback.h"
#include "models/session/session.h"
#include "ui/commands/command_menus.h"
#include "ui/theme/palette.h"
#include "ui/window/mode_chip.h"
#include "ui/window/pace_box.h"
#include "ui/window/scrub_slider.h"
#include "ui/window/time_readout.h"
#include "ui/window/title_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace durascope::ui {

namespace {

constexpr int kHeight = 40;
constexpr int kButton = 28;
constexpr int kWide = 1380; ///< from here on the date and the stepping buttons fit
constexpr int kMiddle = 1120;

/// A hairline between two groups of buttons.
class Divider : public QWidget
{
public:
    explicit Divider(QWidget* parent)
        : QWidget(parent)
    {
        setFixedSize(9, kHeight);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(QRect(4, 11, 1, kHeight - 22), Theme::instance().palette().line);
    }
};

const QStringList& transportIds()
{
    static const QStringList s_ids{QStringLiteral("transport.start"),
                                   QStringLiteral("transport.previous-invocation"),
                                   QStringLiteral("transport.previous-event"),
                                   QStringLiteral("transport.play-pause"),
                                   QStringLiteral("transport.next-event"),
                                   QStringLiteral("transport.next-invocation"),
                                   QStringLiteral("transport.end"),
                                   QString(),
                                   QStringLiteral("transport.step-over"),
                                   QStringLiteral("transport.step-into"),
                                   QStringLiteral("transport.step-out"),
                                   QString(),
                                   QStringLiteral("transport.previous-failure"),
                                   QStringLiteral("transport.next-failure")};
    return s_ids;
}

} // namespace

HeaderBar::HeaderBar(models::Session& session, CommandRegistry& registry, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_registry(registry)
    , m_clock(new TimeReadout(session))
{
    setFixedHeight(kHeight);
    auto* chip = new ModeChip(ModeChip::Size::Normal);
    auto* transport = makeTransport();
    auto* pace = new PaceBox(*session.playback());
    auto* scrub = new ScrubSlider(session);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(makeMenuButton());
    row->addWidget(chip);
    row->addWidget(new TitleLabel(session));
    row->addWidget(transport);
    row->addWidget(m_clock);
    row->addWidget(pace);
    row->addWidget(scrub, 1);
    row->addStretch(0);
    m_onlyWhenOpen = {chip, transport, m_clock, pace, scrub};
    for (const QString& id : {QStringLiteral("view.bottom-panel"), QStringLiteral("view.inspector")}) {
        m_onlyWhenOpen.append(makeButton(id));
        row->addWidget(m_onlyWhenOpen.last());
    }
    for (const QString& id : {QStringLiteral("view.theme"), QStringLiteral("help.keys")})
        row->addWidget(makeButton(id));
    connect(&session, &models::Session::documentChanged, this, &HeaderBar::showDocument);
    connect(session.playback(), &models::Playback::changed, this, &HeaderBar::showPlayback);
    showDocument();
    showPlayback();
}

QSize HeaderBar::sizeHint() const
{
    return {600, kHeight};
}

QToolButton* HeaderBar::makeButton(const QString& commandId)
{
    auto* button = new QToolButton(this);
    button->setDefaultAction(m_registry.action(commandId));
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAutoRaise(true);
    button->setFixedSize(kButton, kButton);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QToolButton* HeaderBar::makeMenuButton()
{
    auto* button = new QToolButton(this);
    auto* menu = new QMenu(button);
    button->setIcon(actionIcon(ActionGlyph::Menu));
    button->setAutoRaise(true);
    button->setFixedSize(kButton, kButton);
    button->setFocusPolicy(Qt::TabFocus);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    button->setObjectName(QStringLiteral("mainMenu"));
    button->setAccessibleName(tr("Menu"));
    button->setToolTip(tr("<p><b>Menu</b></p><p>Everything this window can do.</p>"));
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        m_registry.refresh();
        fillMainMenu(*menu, m_registry);
    });
    return button;
}

QWidget* HeaderBar::makeTransport()
{
    auto* transport = new QWidget(this);
    auto* row = new QHBoxLayout(transport);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    bool stepping = false;
    for (const QString& id : transportIds()) {
        QWidget* part = id.isEmpty() ? static_cast<QWidget*>(new Divider(transport)) : makeButton(id);
        row->addWidget(part);
        stepping |= id == QStringLiteral("transport.step-over");
        if (stepping && (id.isEmpty() || id.startsWith(QStringLiteral("transport.step"))))
            m_onlyWhenWide.append(part);
    }
    return transport;
}

void HeaderBar::showDocument()
{
    for (QWidget* widget : std::as_const(m_onlyWhenOpen))
        widget->setVisible(m_session.isOpen());
}

void HeaderBar::showPlayback()
{
    const bool playing = m_session.playback()->isPlaying();
    if (QAction* action = m_registry.action(u"transport.play-pause"))
        action->setIcon(actionIcon(playing ? ActionGlyph::Pause : ActionGlyph::Play));
}

void HeaderBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_clock->setForm(width() >= kWide ? TimeReadout::Form::Full : TimeReadout::Form::TimeOnly);
    for (QWidget* widget : std::as_const(m_onlyWhenWide))
        widget->setVisible(width() >= kMiddle);
}

void HeaderBar::paintEvent(QPaintEvent*)
{
    const Palette& p = Theme::instance().palette();
    QPainter painter(this);
    painter.fillRect(rect(), p.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), p.line);
}

} // namespace durascope::ui
