// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/tree_painter.h"

#include "engine/core/text.h"
#include "models/common/text.h"
#include "models/timeline/ticks.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/time_display.h"

#include <QCoreApplication>
#include <QPainterPath>

#include <cmath>

namespace durascope::ui {

using models::RowFacts;
using models::VisualState;

namespace {

constexpr double kLeft = 4;
constexpr double kIndent = 16;
constexpr double kArrow = 16;
constexpr double kKind = 14;
constexpr double kState = 12;
constexpr double kGap = 6;
constexpr double kRight = 10;
constexpr double kLeastLabel = 72; // px that deep rows keep for their name

double baselineIn(const QFontMetricsF& metrics, double top, double height)
{
    return std::round(top + (height + metrics.ascent() - metrics.descent()) / 2);
}

void paintArrow(QPainter& painter, const QRectF& area, bool open, const QColor& colour)
{
    const QPointF c = area.center();
    QPainterPath path;
    if (open) {
        path.moveTo(c.x() - 3.5, c.y() - 1.75);
        path.lineTo(c.x(), c.y() + 1.75);
        path.lineTo(c.x() + 3.5, c.y() - 1.75);
    } else {
        path.moveTo(c.x() - 1.75, c.y() - 3.5);
        path.lineTo(c.x() + 1.75, c.y());
        path.lineTo(c.x() - 1.75, c.y() + 3.5);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.strokePath(path, QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// A count with a sign before it, right-aligned; answers its left edge.
double paintBadge(const PaintContext& context, double right, double top, double height, const QString& text,
                  const std::function<void(const QRectF&)>& sign, const QColor& ink)
{
    const QFontMetricsF& metrics = context.fonts.smallNumberMetrics;
    const double width = metrics.horizontalAdvance(text);
    context.painter.setFont(context.fonts.smallNumber);
    context.painter.setPen(ink);
    context.painter.drawText(QPointF(std::round(right - width), baselineIn(metrics, top, height)), text);
    const double left = std::round(right - width - 2 - kState);
    sign(QRectF(left, std::round(top + (height - kState) / 2), kState, kState));
    return left - kGap;
}

double paintBadges(const PaintContext& context, const RowFacts& facts, double right, double top, double height)
{
    const Palette& palette = context.palette;
    if (facts.failuresBelow > 0) {
        const QColor red = palette.state(VisualState::Failed);
        right = paintBadge(
            context, right, top, height, models::toQString(core::formatCount(facts.failuresBelow)),
            [&](const QRectF& area) { paintStateGlyph(context.painter, area, VisualState::Failed, red); },
            palette.text);
    }
    if (facts.attempts > 1) {
        const QColor amber = palette.state(VisualState::BackOff);
        right = paintBadge(
            context, right, top, height, models::toQString(core::formatCount(facts.attempts)),
            [&](const QRectF& area) { paintActionGlyph(context.painter, area, ActionGlyph::Retry, amber); },
            palette.textMuted);
    }
    return right;
}

void paintGuides(const PaintContext& context, const TreeLayout& layout, double top, double height, std::uint32_t depth)
{
    const QColor faint = mixed(context.palette.canvas, context.palette.line, 0.7);
    for (std::uint32_t level = 1; level < depth; ++level) {
        const double x = std::round(layout.disclosure(top, level).center().x());
        if (level > 0 && x == std::round(layout.disclosure(top, level - 1).center().x()))
            break; // deeper levels share one place
        context.painter.fillRect(QRectF(x, top, context.hairline, height), faint);
    }
}

void paintRow(const PaintContext& context, const TreeLayout& layout, int row)
{
    QPainter& painter = context.painter;
    const Palette& palette = context.palette;
    const models::Row& shown = context.session.rows()->at(row);
    const RowFacts& facts = context.facts.at(row);
    const double height = context.geometry.metrics().rowHeight;
    const double top = context.geometry.rowTop(row);
    const bool reached = facts.state != VisualState::Pending;
    const QColor state = palette.state(facts.state);

    paintGuides(context, layout, top, height, shown.depth);
    if (facts.canOpen && shown.operation != core::kExecution)
        paintArrow(painter, layout.disclosure(top, shown.depth), facts.isOpen, palette.textMuted);
    if (shown.attempt == 0)
        paintKindGlyph(painter, layout.kindSign(top, shown.depth), facts.kind, reached ? state : palette.textDisabled);
    paintStateGlyph(painter, layout.stateSign(top), facts.state, state);

    if (facts.duration) {
        painter.setFont(context.fonts.number);
        painter.setPen(facts.ended ? palette.text : palette.textMuted);
        const QRectF area = layout.duration(top);
        const QFontMetricsF& metrics = context.fonts.numberMetrics;
        const int room = static_cast<int>(area.width() / metrics.horizontalAdvance(u'0'));
        const QString text = models::fittingDuration(*facts.duration, room);
        painter.drawText(
            QPointF(std::round(area.right() - metrics.horizontalAdvance(text)), baselineIn(metrics, top, height)),
            text);
    }
    const double right = paintBadges(context, facts, layout.labelRight(), top, height);
    const double left = layout.labelLeft(shown.depth);
    const QFontMetricsF& metrics = context.fonts.textMetrics;
    painter.setFont(context.fonts.text);
    painter.setPen(!reached ? palette.textDisabled : shown.attempt > 0 ? palette.textMuted : palette.text);
    const QString text = metrics.elidedText(facts.label, Qt::ElideMiddle, std::max(right - left, 0.0));
    painter.drawText(QPointF(left, baselineIn(metrics, top, height)), text);
}

} // namespace

TreeLayout::TreeLayout(double width, double rowHeight, const TimelineFonts& fonts)
    : m_width(width)
    , m_rowHeight(rowHeight)
    , m_durationWidth(std::ceil(fonts.numberMetrics.horizontalAdvance(u'0') * (width < 300 ? 7 : 10)))
{
}

double TreeLayout::indent(std::uint32_t depth) const
{
    // The execution and what it calls stand below each other; from there every level moves in.
    const double wanted = kLeft + kIndent * (depth > 0 ? depth - 1 : 0);
    const double most = std::max(m_width - kLeastLabel - kArrow - kKind - 2 * kGap - m_durationWidth - kState, kLeft);
    return std::min(wanted, most);
}

QRectF TreeLayout::disclosure(double rowTop, std::uint32_t depth) const
{
    return {indent(depth), rowTop, kArrow, m_rowHeight};
}

QRectF TreeLayout::kindSign(double rowTop, std::uint32_t depth) const
{
    return {indent(depth) + kArrow, std::round(rowTop + (m_rowHeight - kKind) / 2), kKind, kKind};
}

double TreeLayout::labelLeft(std::uint32_t depth) const
{
    return indent(depth) + kArrow + kKind + kGap;
}

QRectF TreeLayout::duration(double rowTop) const
{
    return {m_width - kRight - m_durationWidth, rowTop, m_durationWidth, m_rowHeight};
}

QRectF TreeLayout::stateSign(double rowTop) const
{
    return {m_width - kRight - m_durationWidth - kGap - kState, std::round(rowTop + (m_rowHeight - kState) / 2), kState,
            kState};
}

double TreeLayout::labelRight() const
{
    return stateSign(0).left() - kGap - 2;
}

void paintTree(const PaintContext& context, const TreeLayout& layout)
{
    for (int row = context.firstRow; row <= context.lastRow; ++row)
        paintRow(context, layout, row);
}

void paintTreeHeader(const PaintContext& context, const TreeLayout& layout)
{
    QPainter& painter = context.painter;
    const models::TimelineMetrics& metrics = context.geometry.metrics();
    const history::EventLog& log = context.session.log();
    const QFontMetricsF& small = context.fonts.smallTextMetrics;
    painter.setFont(context.fonts.smallText);
    painter.setPen(context.palette.textMuted);
    const auto counted = [](const char* text, std::size_t count) {
        return QCoreApplication::translate("TimelineView", text).arg(models::toQString(core::formatCount(count)));
    };
    const double left = layout.labelLeft(0) - kKind - kGap;
    const double first = baselineIn(small, 0, metrics.rulerHeight);
    const double second = baselineIn(small, metrics.rulerHeight, metrics.bandHeight);
    painter.drawText(QPointF(left, first), log.operationCount() == 2
                                               ? QCoreApplication::translate("TimelineView", "1 operation")
                                               : counted("%1 operations", log.operationCount() - 1));
    const std::size_t invocations = context.session.analysis().invocations().size();
    painter.drawText(QPointF(left, second), invocations == 1
                                                ? QCoreApplication::translate("TimelineView", "1 invocation")
                                                : counted("%1 invocations", invocations));
    const QRectF area = layout.duration(0);
    const QString duration = QCoreApplication::translate("TimelineView", "Duration");
    painter.drawText(QPointF(area.right() - small.horizontalAdvance(duration), first), duration);
    const models::TimeDisplay display = TimeDisplayChoice::instance().display();
    const QString zone = models::zoneText(display, log.startTime());
    if (!zone.isEmpty())
        painter.drawText(QPointF(area.right() - small.horizontalAdvance(zone), second), zone);
}

} // namespace durascope::ui
