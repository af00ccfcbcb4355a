// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rows/row_list.h"
#include "models/timeline/row_facts.h"
#include "models/timeline/ticks.h"
#include "models/timeline/timeline_geometry.h"
#include "ui/timeline/paint_context.h"
#include "ui/timeline/timeline_camera.h"
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/tree_painter.h"

#include <QPointer>
#include <QVariantAnimation>

namespace durascope::ui {

struct TimelineView::Private
{
    /// What the mouse does while a button is down.
    enum class Gesture {
        None,
        Undecided, ///< a click, or the beginning of a pan
        Pan,
        Scrub,
        Splitter,
        ZoomRange
    };

    Private(TimelineView& aView, models::Session& aSession);

    // --- timeline_view.cpp: what the view follows
    void connectAll();
    void documentChanged();
    void cursorMoved();
    void selectionChanged();
    void hoverChanged();
    void rowsChanged();

    // --- timeline_layout.cpp: sizes, scroll bars and what is made from them
    void applyDensity();
    void layOut();
    void updateScrollBars();
    void viewMoved(); ///< the camera has changed
    void invalidate();
    void ensureGeometry();
    [[nodiscard]] QRectF treeColumn() const;
    [[nodiscard]] QRectF timeColumn() const;
    [[nodiscard]] QPointF inTimeColumn(const QPointF& position) const { return position - timeColumn().topLeft(); }
    [[nodiscard]] TreeLayout treeLayout() const { return {treeColumn().width(), metrics.rowHeight, fonts}; }
    [[nodiscard]] qint64 scrollY() const;
    void scrollRowsTo(qint64 y);
    void ensureRowVisible(int row);
    void updateRow(int row);
    void toggleBreak(std::size_t stretch);
    void setAllBreaks(bool expanded);
    /// Moves from that axis to the one the camera has now; what is at `x` stays there.
    void animateFrom(const models::TimeAxis& from, core::Timestamp anchor, double x);
    void zoomBy(double factor);
    void panBy(double pixels);
    [[nodiscard]] std::optional<std::pair<core::Timestamp, core::Timestamp>> selectedRange() const;

    // --- timeline_painting.cpp
    void paint(QPainter& painter, const QRect& part);
    void paintRows(const PaintContext& whole);
    void paintHeader(const PaintContext& whole);
    void paintTree(const PaintContext& whole);
    void paintZoomRange(QPainter& painter);
    void updateHovered(core::OperationIndex operation);

    // --- timeline_mouse.cpp
    void press(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void pressTree(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void pressTime(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void drag(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void release(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void click(Qt::KeyboardModifiers modifiers);
    void hoverAt(const QPointF& position);
    void leave();
    void scrubTo(double x, bool snap);
    void seekToStartOf(const models::Hit& hit);
    [[nodiscard]] bool isOnSplitter(const QPointF& position) const;

    // --- timeline_keys.cpp
    [[nodiscard]] bool keyPressed(int key, Qt::KeyboardModifiers modifiers);
    void moveTo(int row);
    void closeOrLeave();
    void openOrEnter();

    TimelineView& q;
    models::Session& session;
    models::RowFactsCache facts;
    models::InvocationOrder invocations;
    TimelineCamera camera;
    Density density = Density::Dense;
    models::TimelineMetrics metrics;
    TimelineFonts fonts{12.5};
    double treeShare = 0.34;
    QPointer<QWidget> scrollBarSpacer; ///< keeps the horizontal scroll bar under the timeline
    QVariantAnimation breakAnimation;
    std::optional<models::Selection> lastFocused;

    models::TimelineGeometry geometry;
    models::RulerTicks ticks;
    bool geometryValid = false;

    core::OperationIndex lastHovered;
    int lastSelectedRow = -1;
    Gesture gesture = Gesture::None;
    QPointF pressedAt;
    QPointF draggedTo;
    models::Hit pressedHit;
    double panScrollX = 0;
    qint64 panScrollY = 0;
};

} // namespace durascope::ui
