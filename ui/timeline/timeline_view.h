// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/timeline/primitives.h"
#include "models/timeline/time_axis.h"

#include <QAbstractScrollArea>
#include <QVariantMap>

#include <memory>
#include <optional>

namespace durascope::ui {

/// The operation tree and the timeline beside it: one painted surface with two columns and one vertical scroll. Shows
/// the session as of its cursor; holds nothing but how it is looked at (axis, zoom, scroll, column width, density).
class TimelineView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    enum class Density { Dense, Comfortable, Presentation };
    Q_ENUM(Density)

    explicit TimelineView(models::Session& session, QWidget* parent = nullptr);
    ~TimelineView() override;

    [[nodiscard]] models::AxisMode axisMode() const;
    [[nodiscard]] Density density() const;
    /// How the document is looked at, for remembering per file: axis, zoom, scroll positions, expanded breaks, column.
    [[nodiscard]] QVariantMap viewState() const;
    /// Unknown and damaged entries are passed over. Call it after the document has been set.
    void restoreViewState(const QVariantMap& state);

    /// The stretch of time in view; nothing without a document.
    [[nodiscard]] std::optional<std::pair<core::Timestamp, core::Timestamp>> visibleRange() const;

    /// For accessibility and tests: where things are, in the coordinates of the viewport.
    [[nodiscard]] const models::Session& session() const;
    [[nodiscard]] QRect rowRect(int row) const;
    [[nodiscard]] int rowAt(const QPoint& position) const;
    [[nodiscard]] QRect disclosureRect(int row) const;
    [[nodiscard]] double xOf(core::Timestamp time) const;
    /// What is under that point of the timeline column; nothing over the tree.
    [[nodiscard]] models::Hit hitAt(const QPointF& position) const;
    [[nodiscard]] int treeWidth() const;
    /// "charge, Step, Failed, 2.01 s, attempt 3".
    [[nodiscard]] QString rowText(int row) const;
    [[nodiscard]] QString tipAt(const QPoint& position) const;
    void selectRow(int row);

public Q_SLOTS:
    void setAxisMode(durascope::models::AxisMode mode);
    void cycleAxis();
    void zoomIn();
    void zoomOut();
    void panLeft();
    void panRight();
    /// Centres the selection; asked again for the same selection it fits it to the view.
    void focusSelection();
    void showAll();
    void setDensity(durascope::ui::TimelineView::Density density);
    void expandAllBreaks();
    void collapseAllBreaks();

Q_SIGNALS:
    void axisModeChanged();
    void densityChanged();
    /// The stretch of time in view has changed: zoom, pan, axis, size.
    void rangeChanged();
    /// The instant under the mouse; valid is false when the mouse is not over the timeline.
    void cursorReadout(durascope::core::Timestamp time, bool valid);
    /// Enter on a row or a double click on its name.
    void activated(durascope::core::OperationIndex operation);
    /// The right button or the menu key; what was under it has been selected before. `time` is the instant there.
    void contextMenuRequested(const QPoint& globalPosition, durascope::core::Timestamp time, bool timeValid);

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace durascope::ui
