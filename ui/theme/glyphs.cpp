// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/glyphs.h"

#include "ui/theme/glyph_shapes.h"
#include "ui/theme/palette.h"

#include <QIconEngine>
#include <QPixmap>

#include <cmath>
#include <vector>

namespace durascope::ui {

namespace {

/// Shapes are made once: building a path costs more than painting it.
template <typename Enum>
const GlyphShape& cachedShape(Enum value, int count)
{
    static const std::vector<GlyphShape> s_shapes = [count] {
        std::vector<GlyphShape> shapes;
        shapes.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            shapes.push_back(shapeOf(static_cast<Enum>(i)));
        return shapes;
    }();
    return s_shapes[static_cast<std::size_t>(value)];
}

void paintShape(QPainter& painter, const QRectF& area, const GlyphShape& shape, const QColor& colour)
{
    const double size = std::min(area.width(), area.height());
    if (size <= 0)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // On whole device pixels, so that the strokes of neighbouring rows look alike.
    const double ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1.0;
    const auto snapped = [ratio](double value) { return std::round(value * ratio) / ratio; };
    painter.translate(snapped(area.center().x() - size / 2), snapped(area.center().y() - size / 2));
    painter.scale(size / kGlyphGrid, size / kGlyphGrid);
    if (!shape.fill.isEmpty())
        painter.fillPath(shape.fill, colour);
    if (!shape.lines.isEmpty())
        painter.strokePath(shape.lines, QPen(colour, kGlyphStroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.restore();
}

class ActionIconEngine : public QIconEngine
{
public:
    explicit ActionIconEngine(ActionGlyph glyph)
        : m_glyph(glyph)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const Palette& p = Theme::instance().palette();
        paintActionGlyph(*painter, QRectF(rect), m_glyph, mode == QIcon::Disabled ? p.textDisabled : p.text);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new ActionIconEngine(m_glyph); }

private:
    ActionGlyph m_glyph;
};

} // namespace

void paintStateGlyph(QPainter& painter, const QRectF& area, models::VisualState state, const QColor& colour)
{
    paintShape(painter, area, cachedShape(state, models::kVisualStateCount), colour);
}

void paintKindGlyph(QPainter& painter, const QRectF& area, models::OperationKind kind, const QColor& colour)
{
    paintShape(painter, area, cachedShape(kind, static_cast<int>(models::OperationKind::Generic) + 1), colour);
}

void paintActionGlyph(QPainter& painter, const QRectF& area, ActionGlyph glyph, const QColor& colour)
{
    paintShape(painter, area, cachedShape(glyph, static_cast<int>(ActionGlyph::BottomPanel) + 1), colour);
}

QIcon actionIcon(ActionGlyph glyph)
{
    return QIcon(new ActionIconEngine(glyph));
}

} // namespace durascope::ui
