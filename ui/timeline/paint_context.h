// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/timeline/row_facts.h"
#include "models/timeline/timeline_geometry.h"
#include "ui/theme/palette.h"

#include <QFont>
#include <QFontMetricsF>
#include <QPainter>

namespace durascope::ui {

/// Fonts of the timeline at one density, with their metrics: measuring is what painting text costs.
struct TimelineFonts
{
    explicit TimelineFonts(double textPixels)
        : text(Theme::instance().textFont())
        , number(Theme::instance().numberFont())
        , smallNumber(Theme::instance().numberFont())
        , smallText(Theme::instance().textFont())
        , textMetrics(scaled(text, textPixels))
        , numberMetrics(scaled(number, textPixels * 0.92))
        , smallNumberMetrics(scaled(smallNumber, std::min(textPixels * 0.84, 11.5)))
        , smallTextMetrics(scaled(smallText, textPixels * 0.88))
    {
    }

    QFont text;
    QFont number;
    QFont smallNumber; ///< ruler and bands
    QFont smallText;   ///< on bars and headings
    QFontMetricsF textMetrics;
    QFontMetricsF numberMetrics;
    QFontMetricsF smallNumberMetrics;
    QFontMetricsF smallTextMetrics;

private:
    /// In points, so that a person's font scale counts.
    static QFontMetricsF scaled(QFont& font, double pixels)
    {
        font.setPointSizeF(pixels * 0.75);
        return QFontMetricsF(font);
    }
};

/// What every painter of the timeline needs. Lives for one paint event.
struct PaintContext
{
    QPainter& painter;
    const models::Session& session;
    const models::TimelineGeometry& geometry;
    models::RowFactsCache& facts;
    const Palette& palette;
    const TimelineFonts& fonts;
    QRectF column;    ///< of the painter that is called, in the viewport
    double hairline;  ///< one device pixel
    int firstRow = 0; ///< rows that need painting
    int lastRow = -1;

    /// Where the column's own coordinates begin in the viewport.
    [[nodiscard]] QPointF origin() const { return column.topLeft(); }
};

/// A colour between two, for tints of opaque surfaces.
[[nodiscard]] inline QColor mixed(const QColor& from, const QColor& to, double share)
{
    const auto part = [share](int a, int b) { return static_cast<int>(a + (b - a) * share + 0.5); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

[[nodiscard]] inline QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
}

} // namespace durascope::ui
