// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/transport_commands.h"

#include "models/session/playback.h"
#include "models/session/session.h"
#include "ui/commands/command_registry.h"

#include <QCoreApplication>

namespace durascope::ui {

using history::Direction;
using models::StepVerb;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("durascope::ui::TransportCommands", text);
}

struct Step
{
    const char* id;
    const char* title;
    const char* tooltip;
    const char* keys; ///< portable text, several divided by a space
    std::optional<ActionGlyph> glyph;
    StepVerb verb;
    Direction direction;
};

constexpr Direction kForward = Direction::Forward;
constexpr Direction kBackward = Direction::Backward;

// clang-format off
const Step kSteps[] = {
    {"transport.next-event", QT_TR_NOOP("Next event"), QT_TR_NOOP("Goes to the next event of the history."),
     ".", ActionGlyph::StepForward, StepVerb::Event, kForward},
    {"transport.previous-event", QT_TR_NOOP("Previous event"), QT_TR_NOOP("Goes back to the event before."),
     ",", ActionGlyph::StepBackward, StepVerb::Event, kBackward},
    {"transport.step-over", QT_TR_NOOP("Step over"), QT_TR_NOOP("Goes to the next change beside the present operation and passes over what happens inside closed contexts."),
     "F10", ActionGlyph::StepOver, StepVerb::Over, kForward},
    {"transport.step-over-back", QT_TR_NOOP("Step over, back"), QT_TR_NOOP("Goes back to the change before, passing over what happened inside closed contexts."),
     "Shift+F10", {}, StepVerb::Over, kBackward},
    {"transport.step-into", QT_TR_NOOP("Step into"), QT_TR_NOOP("Goes to the next event inside the present context."),
     "F11", ActionGlyph::StepInto, StepVerb::Into, kForward},
    {"transport.step-into-back", QT_TR_NOOP("Step into, back"), QT_TR_NOOP("Goes back to the last event inside the present context."),
     "Alt+F11", {}, StepVerb::Into, kBackward},
    {"transport.step-out", QT_TR_NOOP("Step out"), QT_TR_NOOP("Goes to where the enclosing context ends."),
     "Shift+F11", ActionGlyph::StepOut, StepVerb::Out, kForward},
    {"transport.step-out-back", QT_TR_NOOP("Step out, back"), QT_TR_NOOP("Goes back to where the enclosing context began."),
     "Alt+Shift+F11", {}, StepVerb::Out, kBackward},
    {"transport.next-invocation", QT_TR_NOOP("Next invocation"), QT_TR_NOOP("Goes to the first event of the next invocation of the function."),
     "]", ActionGlyph::NextInvocation, StepVerb::Invocation, kForward},
    {"transport.previous-invocation", QT_TR_NOOP("Previous invocation"), QT_TR_NOOP("Goes back to the first event of the invocation before."),
     "[", ActionGlyph::PreviousInvocation, StepVerb::Invocation, kBackward},
    {"transport.next-failure", QT_TR_NOOP("Next failure"), QT_TR_NOOP("Goes to the next failed operation or attempt."),
     "F8", ActionGlyph::NextFailure, StepVerb::Failure, kForward},
    {"transport.previous-failure", QT_TR_NOOP("Previous failure"), QT_TR_NOOP("Goes back to the failed operation or attempt before."),
     "Shift+F8", ActionGlyph::PreviousFailure, StepVerb::Failure, kBackward},
    {"transport.ten-forward", QT_TR_NOOP("Ten events forward"), QT_TR_NOOP("Goes ten events further."),
     "Shift+Right", {}, StepVerb::TenEvents, kForward},
    {"transport.ten-back", QT_TR_NOOP("Ten events back"), QT_TR_NOOP("Goes ten events back."),
     "Shift+Left", {}, StepVerb::TenEvents, kBackward},
};
// clang-format on

void addSteps(CommandRegistry& registry, models::Session& session)
{
    for (const Step& step : kSteps) {
        registry.add({.id = QLatin1String(step.id),
                      .title = tr(step.title),
                      .tooltip = tr(step.tooltip),
                      .group = CommandGroup::Transport,
                      .keys = {QKeySequence(QLatin1String(step.keys))},
                      .glyph = step.glyph,
                      .run =
                          [&session, verb = step.verb, direction = step.direction] {
                              session.playback()->pause();
                              session.step(verb, direction);
                          },
                      .enabled = [&session] { return session.isOpen(); },
                      .checked = {}});
    }
}

void addEnds(CommandRegistry& registry, models::Session& session)
{
    registry.add({.id = QStringLiteral("transport.start"),
                  .title = tr("To the start"),
                  .tooltip = tr("Goes to the first event."),
                  .group = CommandGroup::Transport,
                  .keys = {QKeySequence(Qt::Key_Home)},
                  .glyph = ActionGlyph::ToStart,
                  .run = [&session] { session.seekToStart(); },
                  .enabled = [&session] { return session.isOpen(); },
                  .checked = {}});
    registry.add({.id = QStringLiteral("transport.end"),
                  .title = tr("To the end"),
                  .tooltip = tr("Goes to the last event."),
                  .group = CommandGroup::Transport,
                  .keys = {QKeySequence(Qt::Key_End)},
                  .glyph = ActionGlyph::ToEnd,
                  .run = [&session] { session.seekToEnd(); },
                  .enabled = [&session] { return session.isOpen(); },
                  .checked = {}});
}

void addPlaying(CommandRegistry& registry, models::Session& session)
{
    const auto open = [&session] { return session.isOpen(); };
    registry.add({.id = QStringLiteral("transport.play-pause"),
                  .title = tr("Play or pause"),
                  .tooltip = tr("Plays the history as it was recorded; nothing is run."),
                  .group = CommandGroup::Transport,
                  .keys = {QKeySequence(Qt::Key_Space)},
                  .glyph = ActionGlyph::Play,
                  .run = [&session] { session.playback()->toggle(); },
                  .enabled = open,
                  .checked = {}});
    registry.add({.id = QStringLiteral("transport.shuttle-back"),
                  .title = tr("Play backwards, faster each time"),
                  .tooltip = tr("Plays backwards; pressed again it doubles the speed."),
                  .group = CommandGroup::Transport,
                  .keys = {QKeySequence(Qt::Key_J)},
                  .glyph = ActionGlyph::PlayBackward,
                  .run = [&session] { session.playback()->shuttle(kBackward); },
                  .enabled = open,
                  .checked = {}});
    registry.add({.id = QStringLiteral("transport.stop"),
                  .title = tr("Stop"),
                  .tooltip = tr("Stops playing where it is."),
                  .group = CommandGroup::Transport,
                  .keys = {QKeySequence(Qt::Key_K)},
                  .glyph = ActionGlyph::Pause,
                  .run = [&session] { session.playback()->pause(); },
                  .enabled = open,
                  .checked = {}});
    registry.add({.id = QStringLiteral("transport.shuttle-forward"),
                  .title = tr("Play forwards, faster each time"),
                  .tooltip = tr("Plays forwards; pressed again it doubles the speed."),
                  .group = CommandGroup::Transport,
                  .keys = {QKeySequence(Qt::Key_L)},
                  .glyph = {},
                  .run = [&session] { session.playback()->shuttle(kForward); },
                  .enabled = open,
                  .checked = {}});
}

} // namespace

void addTransportCommands(CommandRegistry& registry, models::Session& session)
{
    addPlaying(registry, session);
    addSteps(registry, session);
    addEnds(registry, session);
}

} // namespace durascope::ui
