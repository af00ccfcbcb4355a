// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/timeline_commands.h"

#include "models/common/text.h"
#include "models/rows/row_list.h"
#include "models/session/session.h"
#include "ui/commands/command_registry.h"
#include "ui/timeline/timeline_view.h"

#include <QApplication>
#include <QClipboard>

namespace durascope::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("durascope::ui::TimelineCommands", text);
}

struct Look
{
    const char* id;
    const char* title;
    const char* tooltip;
    const char* key;
    std::optional<ActionGlyph> glyph;
    void (TimelineView::*run)();
};

// clang-format off
const Look kLooks[] = {
    {"timeline.zoom-in", QT_TR_NOOP("Zoom in"), QT_TR_NOOP("Shows less of the time, larger."),
     "W", ActionGlyph::ZoomIn, &TimelineView::zoomIn},
    {"timeline.zoom-out", QT_TR_NOOP("Zoom out"), QT_TR_NOOP("Shows more of the time, smaller."),
     "S", ActionGlyph::ZoomOut, &TimelineView::zoomOut},
    {"timeline.pan-left", QT_TR_NOOP("Move to the left"), QT_TR_NOOP("Moves the view to earlier time."),
     "A", {}, &TimelineView::panLeft},
    {"timeline.pan-right", QT_TR_NOOP("Move to the right"), QT_TR_NOOP("Moves the view to later time."),
     "D", {}, &TimelineView::panRight},
    {"timeline.focus", QT_TR_NOOP("Focus the selection"), QT_TR_NOOP("Brings the selection to the middle; pressed again it fills the view with it."),
     "F", ActionGlyph::Search, &TimelineView::focusSelection},
    {"timeline.show-all", QT_TR_NOOP("Whole run"), QT_TR_NOOP("Shows the execution from its start to its end."),
     "0", ActionGlyph::Fit, &TimelineView::showAll},
    {"timeline.axis", QT_TR_NOOP("Change the axis"), QT_TR_NOOP("Folds the waiting away, or draws every second as wide as every other."),
     "X", ActionGlyph::Axis, &TimelineView::cycleAxis},
    {"timeline.expand-breaks", QT_TR_NOOP("Expand all waits"), QT_TR_NOOP("Draws every folded wait at a scale of its own."),
     "Shift+E", {}, &TimelineView::expandAllBreaks},
    {"timeline.collapse-breaks", QT_TR_NOOP("Fold all waits"), QT_TR_NOOP("Folds every wait between two invocations to a break."),
     "Shift+C", {}, &TimelineView::collapseAllBreaks},
};

struct Dense
{
    const char* id;
    const char* title;
    const char* tooltip;
    TimelineView::Density density;
};
const Dense kDensities[] = {
    {"timeline.density-dense", QT_TR_NOOP("Dense rows"), QT_TR_NOOP("Rows of 22 pixels: as many operations as possible."), TimelineView::Density::Dense},
    {"timeline.density-comfortable", QT_TR_NOOP("Comfortable rows"), QT_TR_NOOP("Rows of 26 pixels."), TimelineView::Density::Comfortable},
    {"timeline.density-presentation", QT_TR_NOOP("Large rows"), QT_TR_NOOP("Rows of 32 pixels, for showing others."), TimelineView::Density::Presentation},
};
// clang-format on

void addLooks(CommandRegistry& registry, models::Session& session, TimelineView& timeline)
{
    for (const Look& look : kLooks) {
        registry.add({.id = QLatin1String(look.id),
                      .title = tr(look.title),
                      .tooltip = tr(look.tooltip),
                      .group = CommandGroup::Timeline,
                      .keys = {QKeySequence(QLatin1String(look.key))},
                      .glyph = look.glyph,
                      .run = [&timeline, run = look.run] { (timeline.*run)(); },
                      .enabled = [&session] { return session.isOpen(); },
                      .checked = {}});
    }
    for (const Dense& dense : kDensities) {
        registry.add({.id = QLatin1String(dense.id),
                      .title = tr(dense.title),
                      .tooltip = tr(dense.tooltip),
                      .group = CommandGroup::Timeline,
                      .keys = {},
                      .glyph = {},
                      .run = [&timeline, density = dense.density] { timeline.setDensity(density); },
                      .enabled = {},
                      .checked = [&timeline, density = dense.density] { return timeline.density() == density; }});
    }
}

void addRows(CommandRegistry& registry, models::Session& session)
{
    const auto open = [&session] { return session.isOpen(); };
    models::RowList* rows = session.rows();
    registry.add({.id = QStringLiteral("tree.expand-all"),
                  .title = tr("Open all"),
                  .tooltip = tr("Opens every context, and every step with several attempts."),
                  .group = CommandGroup::Tree,
                  .keys = {QKeySequence(Qt::Key_E)},
                  .glyph = ActionGlyph::Expand,
                  .run = [rows] { rows->openAll(); },
                  .enabled = open,
                  .checked = {}});
    registry.add({.id = QStringLiteral("tree.collapse-all"),
                  .title = tr("Close all"),
                  .tooltip = tr("Closes every context; failures inside show on the closed rows."),
                  .group = CommandGroup::Tree,
                  .keys = {QKeySequence(Qt::Key_C)},
                  .glyph = ActionGlyph::Collapse,
                  .run = [rows] { rows->closeAll(); },
                  .enabled = open,
                  .checked = {}});
    for (int depth = 1; depth <= 9; ++depth) {
        registry.add({.id = QStringLiteral("tree.depth-%1").arg(depth),
                      .title = tr("Open to depth %1").arg(depth),
                      .tooltip = depth == 1 ? tr("Shows the top level only.")
                                            : tr("Shows the operations down to depth %1.").arg(depth),
                      .group = CommandGroup::Tree,
                      .keys = {QKeySequence(Qt::Key_0 + depth)},
                      .glyph = {},
                      .run = [rows, depth] { rows->openToDepth(depth); },
                      .enabled = open,
                      .checked = {}});
    }
}

void addSelected(CommandRegistry& registry, models::Session& session)
{
    const auto selected = [&session] { return session.isOpen() && session.selection().operation.valid(); };
    registry.add(
        {.id = QStringLiteral("transport.to-selection"),
         .title = tr("Playhead to the start of the selection"),
         .tooltip = tr("Goes to the event by which the selected operation began."),
         .group = CommandGroup::Transport,
         .keys = {QKeySequence(Qt::CTRL | Qt::Key_Home)},
         .glyph = {},
         .run = [&session] { session.seekTo(session.log().operation(session.selection().operation).firstEvent); },
         .enabled =
             [&session, selected] {
                 return selected() && session.log().operation(session.selection().operation).firstEvent.valid();
             },
         .checked = {}});
    registry.add({.id = QStringLiteral("tree.open-subtree"),
                  .title = tr("Open everything inside"),
                  .tooltip = tr("Opens the selected context and all contexts in it."),
                  .group = CommandGroup::Tree,
                  .keys = {},
                  .glyph = {},
                  .run = [&session] { session.rows()->setSubtreeOpen(session.selection().operation, true); },
                  .enabled = selected,
                  .checked = {}});
    registry.add({.id = QStringLiteral("tree.close-subtree"),
                  .title = tr("Close everything inside"),
                  .tooltip = tr("Closes the selected context and all contexts in it."),
                  .group = CommandGroup::Tree,
                  .keys = {},
                  .glyph = {},
                  .run = [&session] { session.rows()->setSubtreeOpen(session.selection().operation, false); },
                  .enabled = selected,
                  .checked = {}});
    const auto copy = [](std::string_view text) {
        QApplication::clipboard()->setText(models::toQString(text));
    };
    registry.add({.id = QStringLiteral("tree.copy-name"),
                  .title = tr("Copy the name"),
                  .tooltip = tr("Copies the name of the selected operation."),
                  .group = CommandGroup::Tree,
                  .keys = {},
                  .glyph = ActionGlyph::Copy,
                  .run =
                      [&session] {
                          QApplication::clipboard()->setText(
                              models::operationLabel(session.log(), session.selection().operation));
                      },
                  .enabled = selected,
                  .checked = {}});
    registry.add({.id = QStringLiteral("tree.copy-id"),
                  .title = tr("Copy the id"),
                  .tooltip = tr("Copies the id of the selected operation."),
                  .group = CommandGroup::Tree,
                  .keys = {},
                  .glyph = {},
                  .run = [&session, copy] { copy(session.log().id(session.selection().operation)); },
                  .enabled = selected,
                  .checked = {}});
}

} // namespace

void addTimelineCommands(CommandRegistry& registry, models::Session& session, TimelineView& timeline)
{
    addLooks(registry, session, timeline);
    addRows(registry, session);
    addSelected(registry, session);
}

} // namespace durascope::ui
