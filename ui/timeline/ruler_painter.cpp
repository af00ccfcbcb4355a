// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/ruler_painter.h"

#include "ui/theme/glyphs.h"
#include "ui/timeline/words.h"

#include <cmath>

namespace durascope::ui {

using models::Break;
using models::RulerTicks;
using models::Tick;

namespace {

constexpr double kSign = 11;
constexpr double kSignRoom = 8; // px left and right of a break's middle that its sign takes
constexpr double kCutRise = 8;
constexpr double kCutGap = 4;

void paintTicks(const PaintContext& context, const std::vector<Tick>& ticks, double scrollX, double top, double height,
                const QColor& ink)
{
    QPainter& painter = context.painter;
    const QFontMetricsF& metrics = context.fonts.smallNumberMetrics;
    const double baseline = std::round(top + (height + metrics.ascent() - metrics.descent()) / 2);
    painter.setFont(context.fonts.smallNumber);
    for (const Tick& tick : ticks) {
        const double x = std::round(tick.x - scrollX);
        const double mark = tick.label.isEmpty() ? 4 : height;
        painter.fillRect(QRectF(x, top + height - mark, context.hairline, mark), context.palette.line);
        if (tick.label.isEmpty())
            continue;
        painter.setPen(ink);
        painter.drawText(QPointF(std::round(tick.labelX - scrollX), baseline), tick.label);
    }
}

void paintBreakHead(const PaintContext& context, const models::TimeAxis& axis, const Break& gap)
{
    QPainter& painter = context.painter;
    const QFontMetricsF& metrics = context.fonts.smallNumberMetrics;
    const double half = context.geometry.metrics().rulerHeight / 2;
    const double middle = gap.rect.center().x();
    if (const auto glyph = glyphOf(gap.reason)) {
        paintActionGlyph(painter, QRectF(middle - kSign / 2, (half - kSign) / 2 + 1, kSign, kSign), *glyph,
                         context.palette.textMuted);
    }
    const int room = static_cast<int>((gap.rect.width() - 2) / metrics.horizontalAdvance(u'0'));
    const QString text = models::fittingDuration(axis.stretch(gap.stretch).trueLength(), room);
    painter.setFont(context.fonts.smallNumber);
    painter.setPen(context.palette.text);
    const double width = metrics.horizontalAdvance(text);
    const double baseline = std::round(half + (half + metrics.ascent() - metrics.descent()) / 2);
    painter.drawText(QPointF(std::round(middle - width / 2), baseline), text);
}

} // namespace

RulerTicks layOutRuler(const models::TimeAxis& axis, const models::TimelineGeometry& geometry, double scrollX,
                       double width, double characterWidth, models::TimeDisplay display)
{
    models::TickOptions options;
    options.from = scrollX;
    options.to = scrollX + width;
    options.characterWidth = characterWidth;
    options.display = display;
    for (const Break& gap : geometry.breaks()) {
        if (!gap.expanded)
            options.taken.emplace_back(gap.rect.center().x() + scrollX - kSignRoom,
                                       gap.rect.center().x() + scrollX + kSignRoom);
    }
    return models::rulerTicks(axis, options);
}

void paintRuler(const PaintContext& context, const models::TimeAxis& axis, const RulerTicks& ticks, double scrollX)
{
    const double half = context.geometry.metrics().rulerHeight / 2;
    paintTicks(context, ticks.absolute, scrollX, 0, half, context.palette.textMuted);
    paintTicks(context, ticks.relative, scrollX, half, half, context.palette.textMuted);
    for (const Break& gap : context.geometry.breaks()) {
        if (!gap.expanded)
            paintBreakHead(context, axis, gap);
    }
}

void paintGrid(const PaintContext& context, const RulerTicks& ticks, double scrollX)
{
    const double top = context.geometry.metrics().headerHeight();
    const QColor faint = mixed(context.palette.canvas, context.palette.line, 0.55);
    for (const Tick& tick : ticks.relative) {
        if (tick.label.isEmpty())
            continue;
        context.painter.fillRect(
            QRectF(std::round(tick.x - scrollX), top, context.hairline, context.column.height() - top), faint);
    }
}

void paintBreaks(const PaintContext& context)
{
    QPainter& painter = context.painter;
    const models::TimelineGeometry& geometry = context.geometry;
    const double rowHeight = geometry.metrics().rowHeight;
    painter.setRenderHint(QPainter::Antialiasing, true);
    for (const Break& gap : geometry.breaks()) {
        if (gap.expanded)
            continue;
        // The cuts follow the rows when these scroll.
        const double middle = gap.rect.center().x();
        const int first = std::max(context.firstRow, 0);
        painter.setPen(QPen(mixed(context.palette.line, context.palette.textDisabled, 0.25), 1.2));
        for (int row = first; geometry.rowTop(row) < gap.rect.bottom() && row <= context.lastRow; ++row) {
            const double y = geometry.rowTop(row) + rowHeight / 2;
            for (const double offset : {-kCutGap / 2, kCutGap / 2}) {
                painter.drawLine(QPointF(middle + offset - kCutRise / 2, y + kCutRise / 2),
                                 QPointF(middle + offset + kCutRise / 2, y - kCutRise / 2));
            }
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace durascope::ui
