// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

#include "models/common/text.h"
#include "ui/theme/time_display.h"
#include "ui/timeline/accessible.h"
#include "ui/timeline/overlay.h"
#include "ui/timeline/timeline_view_p.h"
#include "ui/timeline/tooltips.h"

#include <QHelpEvent>
#include <QMetaEnum>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace durascope::ui {

using core::OperationIndex;
using core::Timestamp;
using models::AxisMode;

namespace {

constexpr double kZoomStep = 1.5;
constexpr double kPanShare = 0.15;
constexpr qsizetype kMostRemembered = 2000; // open operations kept in the view's state

} // namespace

TimelineView::Private::Private(TimelineView& aView, models::Session& aSession)
    : q(aView)
    , session(aSession)
    , facts(aSession)
{
}

TimelineView::TimelineView(models::Session& session, QWidget* parent)
    : QAbstractScrollArea(parent)
    , d(std::make_unique<Private>(*this, session))
{
    installTimelineAccessibility();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline of operations"));
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    d->scrollBarSpacer = new QWidget(this);
    addScrollBarWidget(d->scrollBarSpacer, Qt::AlignLeft);
    d->applyDensity();
    d->connectAll();
    d->documentChanged();
}

TimelineView::~TimelineView() = default;

void TimelineView::Private::connectAll()
{
    using models::RowList;
    using models::Session;
    connect(&session, &Session::documentChanged, &q, [this] { documentChanged(); });
    connect(&session, &Session::cursorMoved, &q, [this] { cursorMoved(); });
    connect(&session, &Session::selectionChanged, &q, [this] { selectionChanged(); });
    connect(&session, &Session::hoverChanged, &q, [this] { hoverChanged(); });
    connect(session.rows(), &RowList::rowsReplaced, &q, [this] { rowsChanged(); });
    connect(session.rows(), &RowList::reset, &q, [this] { rowsChanged(); });
    connect(&Theme::instance(), &Theme::changed, &q, [this] {
        applyDensity();
        layOut();
    });
    connect(&TimeDisplayChoice::instance(), &TimeDisplayChoice::changed, &q, [this] { invalidate(); });
}

void TimelineView::Private::documentChanged()
{
    breakAnimation.stop();
    facts.clear();
    invocations = session.isOpen() ? models::InvocationOrder(session.analysis()) : models::InvocationOrder();
    lastFocused.reset();
    lastHovered = {};
    gesture = Gesture::None;
    const AxisMode before = camera.mode();
    camera.setDocument(session.document());
    layOut();
    scrollRowsTo(0);
    if (camera.mode() != before)
        Q_EMIT q.axisModeChanged();
    selectionChanged();
}

void TimelineView::Private::cursorMoved()
{
    facts.invalidate();
    if (session.isOpen() && gesture != Gesture::Scrub && !camera.shows(session.now())) {
        camera.reveal(session.now());
        viewMoved();
    }
    invalidate();
}

void TimelineView::Private::selectionChanged()
{
    updateRow(lastSelectedRow);
    lastSelectedRow = selectedRow(session);
    if (lastSelectedRow >= 0)
        ensureRowVisible(lastSelectedRow);
    // A chosen invocation shows in the header and through all rows.
    q.viewport()->update();
    if (q.hasFocus() && lastSelectedRow >= 0) {
        QAccessibleEvent event(&q, QAccessible::Focus);
        event.setChild(lastSelectedRow);
        QAccessible::updateAccessibility(&event);
    }
}

void TimelineView::Private::hoverChanged()
{
    updateHovered(lastHovered);
    lastHovered = session.hovered();
    updateHovered(lastHovered);
}

void TimelineView::Private::rowsChanged()
{
    facts.invalidate();
    lastSelectedRow = selectedRow(session);
    updateScrollBars();
    invalidate();
}

AxisMode TimelineView::axisMode() const
{
    return d->camera.mode();
}

TimelineView::Density TimelineView::density() const
{
    return d->density;
}

const models::Session& TimelineView::session() const
{
    return d->session;
}

std::optional<std::pair<Timestamp, Timestamp>> TimelineView::visibleRange() const
{
    if (d->camera.isEmpty())
        return std::nullopt;
    return std::pair(d->camera.timeAt(0), d->camera.timeAt(d->camera.width()));
}

QVariantMap TimelineView::viewState() const
{
    QVariantMap state = d->camera.state();
    state.insert(QStringLiteral("treeShare"), d->treeShare);
    state.insert(QStringLiteral("density"),
                 QString::fromLatin1(QMetaEnum::fromType<Density>().valueToKey(static_cast<int>(d->density))));
    state.insert(QStringLiteral("top"), QVariant::fromValue<qlonglong>(d->scrollY() / qRound(d->metrics.rowHeight)));
    const auto open = d->session.rows()->openOperations();
    if (static_cast<qsizetype>(open.size()) <= kMostRemembered) {
        QVariantList list;
        for (const OperationIndex operation : open)
            list.append(operation.value());
        state.insert(QStringLiteral("open"), list);
    }
    return state;
}

void TimelineView::restoreViewState(const QVariantMap& state)
{
    const double share = state.value(QStringLiteral("treeShare"), d->treeShare).toDouble();
    if (share > 0.05 && share < 0.95)
        d->treeShare = share;
    const QByteArray name = state.value(QStringLiteral("density")).toString().toLatin1();
    bool known = false;
    const int density = QMetaEnum::fromType<Density>().keyToValue(name.constData(), &known);
    if (known)
        setDensity(static_cast<Density>(density));
    if (state.contains(QStringLiteral("open"))) {
        std::vector<OperationIndex> open;
        const QVariantList list = state.value(QStringLiteral("open")).toList();
        for (const QVariant& entry : list) {
            bool ok = false;
            const uint value = entry.toUInt(&ok);
            if (ok && d->session.isOpen() && value < d->session.log().operationCount())
                open.emplace_back(value);
        }
        d->session.rows()->setOpenOperations(open);
    }
    const AxisMode before = d->camera.mode();
    d->layOut();
    d->camera.restore(state);
    d->viewMoved();
    const qint64 top =
        std::clamp<qint64>(state.value(QStringLiteral("top")).toLongLong(), 0, d->session.rows()->count());
    d->scrollRowsTo(top * qRound(d->metrics.rowHeight));
    if (d->camera.mode() != before)
        Q_EMIT axisModeChanged();
}

QRect TimelineView::rowRect(int row) const
{
    d->ensureGeometry();
    return QRectF(0, d->geometry.rowTop(row), viewport()->width(), d->metrics.rowHeight).toRect();
}

int TimelineView::rowAt(const QPoint& position) const
{
    d->ensureGeometry();
    return d->geometry.rowAt(position.y());
}

QRect TimelineView::disclosureRect(int row) const
{
    d->ensureGeometry();
    return d->treeLayout().disclosure(d->geometry.rowTop(row), d->session.rows()->at(row).depth).toRect();
}

double TimelineView::xOf(Timestamp time) const
{
    return d->timeColumn().left() + d->camera.xOf(time);
}

models::Hit TimelineView::hitAt(const QPointF& position) const
{
    if (d->camera.isEmpty() || !d->timeColumn().contains(position))
        return {};
    d->ensureGeometry();
    return d->geometry.hitTest(d->inTimeColumn(position));
}

int TimelineView::treeWidth() const
{
    return qRound(d->treeColumn().width());
}

QString TimelineView::rowText(int row) const
{
    const models::Row& shown = d->session.rows()->at(row);
    const models::RowFacts& facts = d->facts.at(row);
    QStringList parts{facts.label, models::kindText(d->session.log(), shown.operation)};
    if (shown.attempt == 0)
        parts.append(models::statusText(d->session.stateAt(), shown.operation, &d->session.analysis()));
    if (facts.duration)
        parts.append(models::durationText(*facts.duration));
    if (facts.attempts > 1)
        parts.append(tr("attempt %1").arg(facts.attempts));
    if (facts.failuresBelow > 0)
        parts.append(facts.failuresBelow == 1 ? tr("one failure inside")
                                              : tr("%1 failures inside").arg(facts.failuresBelow));
    return parts.join(QStringLiteral(", "));
}

QString TimelineView::tipAt(const QPoint& position) const
{
    if (d->camera.isEmpty())
        return {};
    if (d->timeColumn().contains(position))
        return tipFor(d->session, d->camera.axis(), hitAt(position));
    const int row = rowAt(position);
    if (row < 0)
        return {};
    const models::Row& shown = d->session.rows()->at(row);
    return operationTip(d->session, shown.operation, shown.attempt);
}

void TimelineView::selectRow(int row)
{
    d->moveTo(row);
}

void TimelineView::setAxisMode(AxisMode mode)
{
    if (mode == d->camera.mode())
        return;
    d->breakAnimation.stop();
    d->camera.setMode(mode);
    d->viewMoved();
    Q_EMIT axisModeChanged();
}

void TimelineView::cycleAxis()
{
    setAxisMode(axisMode() == AxisMode::Compressed ? AxisMode::RealTime : AxisMode::Compressed);
}

void TimelineView::zoomIn()
{
    d->zoomBy(kZoomStep);
}

void TimelineView::zoomOut()
{
    d->zoomBy(1 / kZoomStep);
}

void TimelineView::panLeft()
{
    d->panBy(-d->camera.width() * kPanShare);
}

void TimelineView::panRight()
{
    d->panBy(d->camera.width() * kPanShare);
}

void TimelineView::focusSelection()
{
    const auto range = d->selectedRange();
    if (!range)
        return;
    const bool again = d->lastFocused == d->session.selection();
    if (again)
        d->camera.fit(range->first, range->second);
    else
        d->camera.centreOn(range->first + (range->second - range->first) / 2);
    const int row = selectedRow(d->session);
    if (row >= 0)
        d->ensureRowVisible(row);
    d->viewMoved();
    d->lastFocused = again ? std::nullopt : std::optional(d->session.selection());
}

void TimelineView::showAll()
{
    d->camera.showAll();
    d->viewMoved();
}

void TimelineView::setDensity(Density density)
{
    if (density == d->density)
        return;
    d->density = density;
    d->applyDensity();
    d->layOut();
    Q_EMIT densityChanged();
}

void TimelineView::expandAllBreaks()
{
    d->setAllBreaks(true);
}

void TimelineView::collapseAllBreaks()
{
    d->setAllBreaks(false);
}

bool TimelineView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const QString tip = d->gesture == Private::Gesture::None ? tipAt(help->pos()) : QString();
        // Names come from the history: what looks like markup must stay text.
        const QString markup = QStringLiteral("<p style='white-space:pre'>%1</p>").arg(tip.toHtmlEscaped());
        QToolTip::showText(help->globalPos(), tip.isEmpty() ? QString() : markup, viewport());
        return true;
    }
    if (event->type() == QEvent::Leave)
        d->leave();
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    d->layOut();
}

void TimelineView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TimelineView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace durascope::ui
