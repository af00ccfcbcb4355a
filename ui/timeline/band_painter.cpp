// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/band_painter.h"

#include "models/common/text.h"
#include "ui/theme/glyphs.h"
#include "ui/timeline/overlay.h"
#include "ui/timeline/words.h"

#include <cmath>

namespace durascope::ui {

using models::Band;
using models::VisualState;
using models::WakeMark;

namespace {

constexpr double kRadius = 3;
constexpr double kSign = 11;

void paintBand(const PaintContext& context, const Band& band)
{
    QPainter& painter = context.painter;
    const Palette& palette = context.palette;
    const bool hollow = band.running || band.future;
    const bool selected = context.session.selection().invocation == band.invocation && band.invocation.valid();
    const QColor fill = mixed(palette.panel, palette.text, selected ? 0.42 : 0.20);
    const QColor edge = band.future ? palette.textDisabled : palette.textMuted;
    if (band.rect.width() < 2 * kRadius) {
        const QColor plain = band.future ? mixed(palette.panel, palette.text, 0.09) : band.running ? edge : fill;
        painter.fillRect(band.rect, band.failed ? palette.state(VisualState::Failed) : plain);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(hollow ? QPen(edge, 1) : Qt::NoPen);
    painter.setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(fill));
    const QRectF box = hollow ? band.rect.adjusted(0.5, 0.5, -0.5, -0.5) : band.rect;
    painter.drawRoundedRect(box, kRadius, kRadius);
    painter.setRenderHint(QPainter::Antialiasing, false);

    double right = band.rect.right() - 4;
    if (band.failed) {
        const QColor red = palette.state(VisualState::Failed);
        painter.fillRect(QRectF(band.rect.right() - 3, band.rect.top(), 3, band.rect.height()), red);
        if (band.rect.width() > kSign + 8) {
            right = band.rect.right() - 5 - kSign;
            paintStateGlyph(painter, QRectF(right, band.rect.center().y() - kSign / 2, kSign, kSign),
                            VisualState::Failed, red);
        }
    }
    // What has two parts, before and after the playhead, is named once.
    if (band.merged > 1 || (band.future && band.rect.left() > 0 && context.geometry.playhead() == band.rect.left()))
        return;
    const auto number = context.session.analysis().invocations()[band.invocation.value()].number;
    const QString text = QLatin1Char('#') + QString::number(number);
    const double width = context.fonts.smallNumberMetrics.horizontalAdvance(text);
    const double left = std::max(band.rect.left(), 0.0) + 4;
    if (left + width > right)
        return;
    painter.setFont(context.fonts.smallNumber);
    painter.setPen(band.future ? palette.textDisabled : palette.text);
    painter.drawText(QRectF(left, band.rect.top(), width + 2, band.rect.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     text);
}

void paintWake(const PaintContext& context, const WakeMark& wake)
{
    QPainter& painter = context.painter;
    const QColor colour = wake.future ? context.palette.textDisabled : context.palette.textMuted;
    const QRectF sign(wake.rect.right() - kSign, wake.rect.center().y() - kSign / 2, kSign, kSign);
    paintActionGlyph(painter, sign, glyphOf(wake.reason), colour);
    const QString word = wakeWord(wake.reason);
    const double width = context.fonts.smallTextMetrics.horizontalAdvance(word);
    const double right = sign.left() - 3;
    if (right - width < wake.rect.left())
        return;
    painter.setFont(context.fonts.smallText);
    painter.setPen(colour);
    painter.drawText(QRectF(right - width - 1, wake.rect.top(), width + 1, wake.rect.height()),
                     Qt::AlignVCenter | Qt::AlignRight, word);
}

} // namespace

void paintInvocationColumns(const PaintContext& context)
{
    const double top = context.geometry.metrics().headerHeight();
    const auto tint = [&](double share) { return mixed(context.palette.canvas, context.palette.text, share); };
    const QColor plain = tint(context.palette.dark ? 0.045 : 0.035);
    const QColor lit = tint(context.palette.dark ? 0.075 : 0.065);
    const core::InvocationIndex selected = context.session.selection().invocation;
    const core::InvocationIndex hovered = invocationOf(context.session, context.session.hovered());
    for (const Band& band : context.geometry.bands()) {
        if (band.future)
            continue;
        const bool isSelected = selected.valid() && selected == band.invocation;
        const bool isHovered = hovered.valid() && hovered == band.invocation && band.merged == 1;
        context.painter.fillRect(QRectF(band.rect.left(), top, band.rect.width(), context.column.height() - top),
                                 isSelected  ? tint(0.10)
                                 : isHovered ? lit
                                             : plain);
    }
}

void paintBands(const PaintContext& context)
{
    for (const Band& band : context.geometry.bands())
        paintBand(context, band);
    for (const WakeMark& wake : context.geometry.wakes())
        paintWake(context, wake);
}

} // namespace durascope::ui
