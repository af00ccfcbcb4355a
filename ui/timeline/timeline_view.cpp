// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

namespace durascope::ui {

struct TimelineView::Private
{
    explicit Private(models::Session& aSession)
        : session(aSession)
    {
    }

    models::Session& session;
    models::AxisMode axisMode = models::AxisMode::Compressed;
    Density density = Density::Dense;
};

TimelineView::TimelineView(models::Session& session, QWidget* parent)
    : QAbstractScrollArea(parent)
    , d(std::make_unique<Private>(session))
{
}

TimelineView::~TimelineView() = default;

models::AxisMode TimelineView::axisMode() const { return d->axisMode; }
TimelineView::Density TimelineView::density() const { return d->density; }
QVariantMap TimelineView::viewState() const { return {}; }
void TimelineView::restoreViewState(const QVariantMap&) {}
std::optional<std::pair<core::Timestamp, core::Timestamp>> TimelineView::visibleRange() const { return std::nullopt; }
void TimelineView::setAxisMode(models::AxisMode mode) { d->axisMode = mode; }
void TimelineView::cycleAxis() {}
void TimelineView::zoomIn() {}
void TimelineView::zoomOut() {}
void TimelineView::panLeft() {}
void TimelineView::panRight() {}
void TimelineView::focusSelection() {}
void TimelineView::showAll() {}
void TimelineView::setDensity(Density density) { d->density = density; }
void TimelineView::expandAllBreaks() {}
void TimelineView::collapseAllBreaks() {}

} // namespace durascope::ui
