// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/visual_state.h"

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

#include <array>

namespace durascope::ui {

enum class ThemeChoice { System, Light, Dark };

/// Fill of a bar: the second channel after the glyph (interface.md section 4).
enum class FillPattern { Solid, Dotted, DashedOutline, Strike, VerticalLines, Hollow };

/// Every colour the program paints, named for what it means. Values of interface.md section 4; tests check contrast and
/// distance for three kinds of colour blindness.
struct Palette
{
    bool dark = false;
    QColor canvas; ///< behind the timeline and lists
    QColor panel;  ///< toolbars, headers, side panels
    QColor line;   ///< hairlines between things
    QColor text;
    QColor textMuted;
    QColor textDisabled;
    QColor selection; ///< background of the selected row: the text colour at low strength
    QColor hover;
    QColor playhead; ///< the text colour
    QColor focus;    ///< focus rectangle
    QColor onState;  ///< text upon a filled state
    QColor compareA;
    QColor compareB;
    QColor warning; ///< amber of repairs and gauges
    std::array<QColor, models::kVisualStateCount> states;
    [[nodiscard]] QColor state(models::VisualState state) const { return states[static_cast<std::size_t>(state)]; }
    /// Text upon the fill of that state: onState, but ink upon the light theme's amber, which is too pale for white.
    [[nodiscard]] QColor textOn(models::VisualState state) const;
};
[[nodiscard]] const Palette& lightPalette();
[[nodiscard]] const Palette& darkPalette();
[[nodiscard]] FillPattern patternOf(models::VisualState state);

/// The theme in force. Follows the system (by the lightness of its palette: Qt 6.4 tells no scheme) unless overridden.
/// One per program; views repaint on changed().
class Theme : public QObject
{
    Q_OBJECT

public:
    static Theme& instance();

    [[nodiscard]] const Palette& palette() const { return *m_palette; }
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    /// Proportional text, and the monospace with tabular figures for times and ids.
    [[nodiscard]] QFont textFont() const;
    [[nodiscard]] QFont numberFont() const;

public Q_SLOTS:
    void setChoice(ThemeChoice choice);

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Theme();
    void apply();
    void readSystemPalette();

    ThemeChoice m_choice = ThemeChoice::System;
    const Palette* m_palette;
    QPalette m_systemPalette;
    bool m_applying = false;
};

} // namespace durascope::ui
