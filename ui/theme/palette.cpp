// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/palette.h"

#include "ui/theme/style.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QScopedValueRollback>
#include <QToolTip>

namespace durascope::ui {

using models::VisualState;

namespace {

constexpr QColor kInk{0x0B, 0x0D, 0x10};
constexpr QColor kWhite{0xFF, 0xFF, 0xFF};

/// The hues that tell states apart; every other state borrows one of them and differs by pattern and glyph.
struct Hues
{
    QColor succeeded;
    QColor failed;
    QColor running;
    QColor timer;
    QColor callback;
    QColor backOff;
};

std::array<QColor, models::kVisualStateCount> statesFrom(const Hues& hues, const QColor& disabled)
{
    std::array<QColor, models::kVisualStateCount> states;
    const auto set = [&states](VisualState state, const QColor& colour) {
        states[static_cast<std::size_t>(state)] = colour;
    };
    set(VisualState::Succeeded, hues.succeeded);
    set(VisualState::Failed, hues.failed);
    set(VisualState::TimedOut, hues.failed);
    set(VisualState::Running, hues.running);
    set(VisualState::TimerWait, hues.timer);
    set(VisualState::CallbackWait, hues.callback);
    set(VisualState::BackOff, hues.backOff);
    set(VisualState::Cancelled, hues.timer);
    set(VisualState::InvokePending, hues.running);
    set(VisualState::Pending, disabled);
    set(VisualState::Abandoned, hues.timer);
    return states;
}

QColor withAlpha(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

Palette makeDark()
{
    Palette p;
    p.dark = true;
    p.canvas = QColor(0x16, 0x19, 0x1F);
    p.panel = QColor(0x1E, 0x22, 0x2A);
    p.line = QColor(0x2A, 0x2F, 0x39);
    p.text = QColor(0xF5, 0xF7, 0xFA);
    p.textMuted = QColor(0x9A, 0xA4, 0xB2);
    p.textDisabled = QColor(0x71, 0x7B, 0x8A);
    p.selection = withAlpha(p.text, 26);
    p.hover = withAlpha(p.text, 15);
    p.playhead = p.text;
    p.focus = p.text;
    p.onState = kInk;
    p.compareA = QColor(0x39, 0x82, 0xEB);
    p.compareB = QColor(0xFF, 0xB2, 0x0C);
    p.warning = QColor(0xFF, 0xB2, 0x0C);
    p.states = statesFrom({.succeeded = QColor(0x85, 0xE4, 0xBB),
                           .failed = QColor(0xE3, 0x4E, 0x3E),
                           .running = QColor(0x39, 0x82, 0xEB),
                           .timer = QColor(0x89, 0x8D, 0x92),
                           .callback = QColor(0xE1, 0xBF, 0xFE),
                           .backOff = QColor(0xFF, 0xB2, 0x0C)},
                          p.textDisabled);
    return p;
}

Palette makeLight()
{
    Palette p;
    p.dark = false;
    p.canvas = kWhite;
    p.panel = QColor(0xF4, 0xF6, 0xF8);
    p.line = QColor(0xD8, 0xDE, 0xE4);
    p.text = QColor(0x14, 0x17, 0x1C);
    p.textMuted = QColor(0x57, 0x60, 0x6A);
    p.textDisabled = QColor(0x84, 0x8D, 0x97);
    p.selection = withAlpha(p.text, 26);
    p.hover = withAlpha(p.text, 12);
    p.playhead = p.text;
    p.focus = p.text;
    p.onState = kWhite;
    p.compareA = QColor(0x01, 0x74, 0xE8);
    p.compareB = QColor(0xC2, 0x87, 0x00);
    // The amber of graphics is too pale for words on white.
    p.warning = QColor(0x8A, 0x60, 0x00);
    p.states = statesFrom({.succeeded = QColor(0x2A, 0x75, 0x4D),
                           .failed = QColor(0xC0, 0x00, 0x02),
                           .running = QColor(0x01, 0x74, 0xE8),
                           .timer = QColor(0x6D, 0x75, 0x7E),
                           .callback = QColor(0x55, 0x30, 0x7A),
                           .backOff = QColor(0xC2, 0x87, 0x00)},
                          p.textDisabled);
    return p;
}

QColor blended(const QColor& over, const QColor& below)
{
    const double a = over.alphaF();
    return QColor::fromRgbF(static_cast<float>(over.redF() * a + below.redF() * (1 - a)),
                            static_cast<float>(over.greenF() * a + below.greenF() * (1 - a)),
                            static_cast<float>(over.blueF() * a + below.blueF() * (1 - a)));
}

QPalette toQPalette(const Palette& p)
{
    QPalette q;
    q.setColor(QPalette::Window, p.panel);
    q.setColor(QPalette::WindowText, p.text);
    q.setColor(QPalette::Base, p.canvas);
    q.setColor(QPalette::AlternateBase, p.panel);
    q.setColor(QPalette::Text, p.text);
    q.setColor(QPalette::PlaceholderText, p.textMuted);
    q.setColor(QPalette::Button, p.panel);
    q.setColor(QPalette::ButtonText, p.text);
    q.setColor(QPalette::BrightText, p.text);
    q.setColor(QPalette::ToolTipBase, p.panel);
    q.setColor(QPalette::ToolTipText, p.text);
    q.setColor(QPalette::Highlight, blended(p.selection, p.canvas));
    q.setColor(QPalette::HighlightedText, p.text);
    q.setColor(QPalette::Link, p.text);
    q.setColor(QPalette::LinkVisited, p.textMuted);
    q.setColor(QPalette::Light, p.line);
    q.setColor(QPalette::Midlight, p.line);
    q.setColor(QPalette::Mid, p.line);
    q.setColor(QPalette::Dark, p.line);
    q.setColor(QPalette::Shadow, p.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        q.setColor(QPalette::Disabled, role, p.textDisabled);
    return q;
}

} // namespace

QColor Palette::textOn(VisualState visualState) const
{
    if (!dark && visualState == VisualState::BackOff)
        return kInk;
    return onState;
}

const Palette& lightPalette()
{
    static const Palette s_light = makeLight();
    return s_light;
}

const Palette& darkPalette()
{
    static const Palette s_dark = makeDark();
    return s_dark;
}

FillPattern patternOf(VisualState state)
{
    switch (state) {
    case VisualState::Succeeded:
    case VisualState::Failed:
    case VisualState::Running:
        return FillPattern::Solid;
    case VisualState::TimedOut:
    case VisualState::BackOff:
        return FillPattern::Dotted;
    case VisualState::TimerWait:
    case VisualState::CallbackWait:
    case VisualState::Abandoned:
        return FillPattern::DashedOutline;
    case VisualState::Cancelled:
        return FillPattern::Strike;
    case VisualState::InvokePending:
        return FillPattern::VerticalLines;
    case VisualState::Pending:
        return FillPattern::Hollow;
    }
    return FillPattern::Hollow;
}

Theme& Theme::instance()
{
    static Theme s_theme;
    return s_theme;
}

Theme::Theme()
    : m_palette(&lightPalette())
{
    m_systemPalette = QApplication::palette();
    QApplication::setStyle(new Style);
    qApp->installEventFilter(this);
    apply();
}

QFont Theme::textFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    font.setFamilies({font.family(), QStringLiteral("DejaVu Sans")});
    font.setPointSizeF(9.375); // 12.5 px at 96 dpi; grows with the person's font scale, which pixels would not
    return font;
}

QFont Theme::numberFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setFamilies({font.family(), QStringLiteral("DejaVu Sans Mono")});
    font.setStyleHint(QFont::Monospace);
    font.setPointSizeF(9.0);
    return font;
}

void Theme::setChoice(ThemeChoice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
}

void Theme::apply()
{
    const bool systemIsDark =
        m_systemPalette.color(QPalette::Window).lightness() < m_systemPalette.color(QPalette::WindowText).lightness();
    const bool dark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && systemIsDark);
    m_palette = dark ? &darkPalette() : &lightPalette();
    const QScopedValueRollback guard(m_applying, true);
    QApplication::setPalette(toQPalette(*m_palette));
    QApplication::setFont(textFont());
    QToolTip::setPalette(QApplication::palette());
    QToolTip::setFont(textFont());
    Q_EMIT changed();
}

void Theme::readSystemPalette()
{
    // Our palette names every role, so that a change of the system's would not shine through: look beneath it.
    const QScopedValueRollback guard(m_applying, true);
    QApplication::setPalette(QPalette());
    m_systemPalette = QApplication::palette();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    if (!m_applying && event->type() == QEvent::ThemeChange) {
        readSystemPalette();
        apply();
    } else if (!m_applying && watched == qApp && event->type() == QEvent::ApplicationPaletteChange) {
        m_systemPalette = QApplication::palette();
        apply();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace durascope::ui
