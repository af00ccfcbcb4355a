// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include "ui/theme/palette.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

namespace durascope::ui {

namespace {

constexpr int kRadius = 4;
constexpr int kScrollBarExtent = 12;

const Palette& colours()
{
    return Theme::instance().palette();
}

/// A rounded box whose hairline lies exactly on pixels.
void drawBox(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& line)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const QRectF box = line.isValid() ? QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5) : QRectF(rect);
    painter.drawRoundedRect(box, kRadius, kRadius);
    painter.restore();
}

void drawChevron(QPainter& painter, const QRect& rect, Qt::ArrowType direction, const QColor& colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(QRectF(rect).center());
    painter.rotate(direction == Qt::DownArrow   ? 0
                   : direction == Qt::LeftArrow ? 90
                   : direction == Qt::UpArrow   ? 180
                                                : -90);
    painter.setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QPainterPath path(QPointF(-3.5, -1.75));
    path.lineTo(0, 1.75);
    path.lineTo(3.5, -1.75);
    painter.drawPath(path);
    painter.restore();
}

QColor buttonFill(const QStyleOption& option, bool flat)
{
    const Palette& p = colours();
    if (option.state & (QStyle::State_Sunken | QStyle::State_On))
        return p.selection;
    if ((option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled))
        return p.hover;
    return flat ? QColor() : p.canvas;
}

void drawFocusRing(QPainter& painter, const QRect& rect)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colours().focus, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75), kRadius, kRadius);
    painter.restore();
}

void drawTab(QPainter& painter, const QStyleOptionTab& tab)
{
    const Palette& p = colours();
    const bool selected = tab.state & QStyle::State_Selected;
    if (!selected && (tab.state & QStyle::State_MouseOver))
        painter.fillRect(tab.rect, p.hover);
    const bool vertical = tab.shape == QTabBar::RoundedWest || tab.shape == QTabBar::RoundedEast;
    const bool south = tab.shape == QTabBar::RoundedSouth || tab.shape == QTabBar::TriangularSouth;
    if (!selected || vertical)
        return;
    const int y = south ? tab.rect.top() : tab.rect.bottom() - 1;
    painter.fillRect(QRect(tab.rect.left() + 8, y, tab.rect.width() - 16, 2), p.text);
}

void drawHeaderSection(QPainter& painter, const QStyleOptionHeader& header)
{
    const Palette& p = colours();
    painter.fillRect(header.rect, p.panel);
    painter.fillRect(QRect(header.rect.left(), header.rect.bottom(), header.rect.width(), 1), p.line);
    const bool last =
        header.position == QStyleOptionHeader::End || header.position == QStyleOptionHeader::OnlyOneSection;
    if (!last)
        painter.fillRect(QRect(header.rect.right(), header.rect.top() + 5, 1, header.rect.height() - 10), p.line);
}

void drawScrollBar(const QStyle& style, const QStyleOptionSlider& bar, QPainter& painter, const QWidget* widget)
{
    const Palette& p = colours();
    painter.fillRect(bar.rect, p.canvas);
    if (bar.maximum <= bar.minimum)
        return;
    const QRect slider = style.subControlRect(QStyle::CC_ScrollBar, &bar, QStyle::SC_ScrollBarSlider, widget);
    const bool active = bar.activeSubControls & QStyle::SC_ScrollBarSlider;
    QColor thumb = p.textMuted;
    thumb.setAlpha(active && (bar.state & QStyle::State_Sunken) ? 200 : active ? 150 : 90);
    const bool horizontal = bar.orientation == Qt::Horizontal;
    const QRectF box = horizontal ? QRectF(slider).adjusted(2, 3, -2, -3) : QRectF(slider).adjusted(3, 2, -3, -2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(thumb);
    painter.drawRoundedRect(box, 3, 3);
    painter.restore();
}

void drawSlider(const QStyle& style, const QStyleOptionSlider& option, QPainter& painter, const QWidget* widget)
{
    const Palette& p = colours();
    const QRect groove = style.subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, widget);
    const QRect handle = style.subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, widget);
    const bool enabled = option.state & QStyle::State_Enabled;
    const int middle = groove.center().y();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(p.line);
    painter.drawRoundedRect(QRectF(groove.left(), middle - 1, groove.width(), 3), 1.5, 1.5);
    if (enabled) {
        painter.setBrush(p.textMuted);
        painter.drawRoundedRect(QRectF(groove.left(), middle - 1, handle.center().x() - groove.left(), 3), 1.5, 1.5);
    }
    const QPointF centre(handle.center().x() + 0.5, middle + 0.5);
    painter.setBrush(enabled ? p.text : p.textDisabled);
    painter.drawEllipse(centre, 5.5, 5.5);
    if (option.state & QStyle::State_HasFocus) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(p.focus, 1.5));
        painter.drawEllipse(centre, 8, 8);
    }
    painter.restore();
}

void drawComboBox(const QStyle& style, const QStyleOptionComboBox& combo, QPainter& painter, const QWidget* widget)
{
    const Palette& p = colours();
    drawBox(painter, combo.rect, buttonFill(combo, !combo.frame), combo.frame ? p.line : QColor());
    if ((combo.state & QStyle::State_HasFocus) && (combo.state & QStyle::State_KeyboardFocusChange))
        drawFocusRing(painter, combo.rect);
    const QRect arrow = style.subControlRect(QStyle::CC_ComboBox, &combo, QStyle::SC_ComboBoxArrow, widget);
    drawChevron(painter, arrow, Qt::DownArrow, combo.state & QStyle::State_Enabled ? p.textMuted : p.textDisabled);
}

void drawProgress(QPainter& painter, const QStyleOptionProgressBar& bar)
{
    const Palette& p = colours();
    const QRectF groove(bar.rect.left(), bar.rect.center().y() - 1, bar.rect.width(), 4);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(p.line);
    painter.drawRoundedRect(groove, 2, 2);
    painter.setBrush(p.state(models::VisualState::Running));
    if (bar.maximum > bar.minimum) {
        const double share = double(bar.progress - bar.minimum) / double(bar.maximum - bar.minimum);
        painter.drawRoundedRect(QRectF(groove.left(), groove.top(), groove.width() * qBound(0.0, share, 1.0), 4), 2, 2);
    } else {
        painter.drawRoundedRect(QRectF(groove.left() + groove.width() / 3, groove.top(), groove.width() / 3, 4), 2, 2);
    }
    painter.restore();
}

void drawCheckBox(QPainter& painter, const QStyleOption& option)
{
    const Palette& p = colours();
    const bool on = option.state & QStyle::State_On;
    const bool enabled = option.state & QStyle::State_Enabled;
    drawBox(painter, option.rect, on ? (enabled ? p.text : p.textDisabled) : p.canvas,
            on ? QColor() : (enabled ? p.textMuted : p.textDisabled));
    if (!on)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(p.canvas, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QRectF box(option.rect);
    QPainterPath tick(box.topLeft() + QPointF(box.width() * 0.24, box.height() * 0.52));
    tick.lineTo(box.topLeft() + QPointF(box.width() * 0.43, box.height() * 0.70));
    tick.lineTo(box.topLeft() + QPointF(box.width() * 0.77, box.height() * 0.32));
    painter.drawPath(tick);
    painter.restore();
}

} // namespace

Style::Style()
    : QProxyStyle(QStringLiteral("fusion"))
{
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    const Palette& p = colours();
    switch (element) {
    case PE_PanelButtonTool:
        if (const QColor fill = buttonFill(*option, true); fill.isValid())
            drawBox(*painter, option->rect, fill, {});
        return;
    case PE_PanelButtonCommand:
        drawBox(*painter, option->rect, buttonFill(*option, false), p.line);
        return;
    case PE_FrameFocusRect:
    case PE_FrameDefaultButton:
        if (element == PE_FrameFocusRect)
            drawFocusRing(*painter, option->rect);
        return;
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        // A field without a frame takes the ground of what it lies on.
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option); frame && frame->lineWidth > 0)
            drawBox(*painter, option->rect, p.canvas, option->state & State_HasFocus ? p.textMuted : p.line);
        return;
    case PE_Frame:
    case PE_FrameMenu:
    case PE_PanelTipLabel:
        if (element != PE_Frame)
            painter->fillRect(option->rect, p.panel);
        painter->setPen(p.line);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_FrameStatusBarItem:
    case PE_FrameTabWidget:
    case PE_FrameDockWidget:
    case PE_PanelStatusBar:
        return;
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), p.line);
        return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorSpinDown:
        drawChevron(*painter, option->rect, Qt::DownArrow, p.textMuted);
        return;
    case PE_IndicatorArrowUp:
    case PE_IndicatorSpinUp:
        drawChevron(*painter, option->rect, Qt::UpArrow, p.textMuted);
        return;
    case PE_IndicatorArrowRight:
        drawChevron(*painter, option->rect, Qt::RightArrow, p.textMuted);
        return;
    case PE_IndicatorArrowLeft:
        drawChevron(*painter, option->rect, Qt::LeftArrow, p.textMuted);
        return;
    case PE_IndicatorCheckBox:
        drawCheckBox(*painter, *option);
        return;
    case PE_IndicatorBranch:
        if (option->state & State_Children)
            drawChevron(*painter, option->rect, option->state & State_Open ? Qt::DownArrow : Qt::RightArrow,
                        p.textMuted);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const
{
    switch (element) {
    case CE_TabBarTabShape:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            drawTab(*painter, *tab);
            return;
        }
        break;
    case CE_TabBarTabLabel:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            QStyleOptionTab quiet = *tab;
            if (!(tab->state & State_Selected))
                quiet.palette.setColor(QPalette::WindowText, colours().textMuted);
            QProxyStyle::drawControl(element, &quiet, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            drawHeaderSection(*painter, *header);
            return;
        }
        break;
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            QStyleOptionHeader quiet = *header;
            quiet.palette.setColor(QPalette::ButtonText, colours().textMuted);
            quiet.rect.adjust(4, 0, -4, 0);
            QProxyStyle::drawControl(element, &quiet, painter, widget);
            return;
        }
        break;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, colours().panel);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), colours().line);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, colours().line);
        return;
    case CE_ProgressBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
            drawProgress(*painter, *bar);
            return;
        }
        break;
    case CE_ToolBar:
    case CE_SizeGrip:
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option))
            return drawScrollBar(*proxy(), *bar, *painter, widget);
    }
    if (control == CC_Slider) {
        if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
            slider && slider->orientation == Qt::Horizontal)
            return drawSlider(*proxy(), *slider, *painter, widget);
    }
    if (control == CC_ComboBox) {
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option); combo && !combo->editable)
            return drawComboBox(*proxy(), *combo, *painter, widget);
    }
    if (control == CC_ToolButton) {
        if (const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            // The sign of the menu button says it already.
            QStyleOptionToolButton plain = *tool;
            plain.features &= ~QStyleOptionToolButton::HasMenu;
            return QProxyStyle::drawComplexControl(control, &plain, painter, widget);
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                            const QWidget* widget) const
{
    const auto* bar = control == CC_ScrollBar ? qstyleoption_cast<const QStyleOptionSlider*>(option) : nullptr;
    if (!bar)
        return QProxyStyle::subControlRect(control, option, subControl, widget);
    // No arrow buttons: the thumb owns the whole length.
    const bool horizontal = bar->orientation == Qt::Horizontal;
    const int length = horizontal ? bar->rect.width() : bar->rect.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const qint64 shown = qMax(bar->pageStep, 1);
    const int thumb = range <= 0 ? length : qBound(qMin(28, length), int(length * shown / (range + shown)), length);
    const int start =
        sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - thumb, bar->upsideDown);
    const auto span = [&](int from, int size) {
        return horizontal ? QRect(bar->rect.left() + from, bar->rect.top(), size, bar->rect.height())
                          : QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), size);
    };
    switch (subControl) {
    case SC_ScrollBarGroove:
        return bar->rect;
    case SC_ScrollBarSlider:
        return span(start, thumb);
    case SC_ScrollBarSubPage:
        return span(0, start);
    case SC_ScrollBarAddPage:
        return span(start + thumb, length - start - thumb);
    default:
        return {};
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return kScrollBarExtent;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
        return 1;
    case PM_ToolBarItemSpacing:
        return 2;
    case PM_ToolBarFrameWidth:
    case PM_DockWidgetFrameWidth:
        return 0;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
        return 16;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
        return 0;
    case PM_TabBarTabHSpace:
        return 16;
    case PM_TabBarTabVSpace:
        return 12;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return 4;
    case PM_SliderLength:
        return 12;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return 14;
    case PM_HeaderMarkSize:
        return 8;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returnData) const
{
    switch (hint) {
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton; // a click on the scrubber means "there"
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_TabBar_Alignment:
        return Qt::AlignLeft;
    case SH_ItemView_ActivateItemOnSingleClick:
        return 0;
    case SH_ToolTipLabel_Opacity:
        return 255;
    case SH_ScrollView_FrameOnlyAroundContents:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
            item && item->menuItemType != QStyleOptionMenuItem::Separator)
            result.setHeight(qMax(result.height(), 26));
        break;
    case CT_PushButton:
        result = {result.width() + 8, qMax(result.height(), 28)};
        break;
    case CT_ComboBox:
    case CT_LineEdit:
        result.setHeight(qMax(result.height(), 28));
        break;
    case CT_HeaderSection:
        result.setHeight(qMax(result.height(), 26));
        break;
    default:
        break;
    }
    return result;
}

} // namespace durascope::ui
