// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/words.h"

#include <QCoreApplication>

namespace durascope::ui {

using history::GapReason;
using history::WakeReason;

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("TimelineWords", text);
}

} // namespace

QString wakeWord(WakeReason reason)
{
    switch (reason) {
    case WakeReason::ExecutionStarted:
        return translated("start");
    case WakeReason::TimerFired:
        return translated("timer");
    case WakeReason::CallbackCompleted:
        return translated("callback");
    case WakeReason::CallbackTimedOut:
        return translated("timeout");
    case WakeReason::RetryDue:
        return translated("retry");
    case WakeReason::InvokeCompleted:
        return translated("invoke");
    case WakeReason::PreviousInvocationFailed:
        return translated("crash");
    case WakeReason::Several:
        return translated("several");
    case WakeReason::Unknown:
        break;
    }
    return {};
}

ActionGlyph glyphOf(WakeReason reason)
{
    switch (reason) {
    case WakeReason::ExecutionStarted:
        return ActionGlyph::Play;
    case WakeReason::TimerFired:
    case WakeReason::CallbackTimedOut:
        return ActionGlyph::Timer;
    case WakeReason::CallbackCompleted:
        return ActionGlyph::Callback;
    case WakeReason::RetryDue:
        return ActionGlyph::Retry;
    case WakeReason::InvokeCompleted:
        return ActionGlyph::Invoke;
    case WakeReason::PreviousInvocationFailed:
        return ActionGlyph::Warning;
    case WakeReason::Several:
    case WakeReason::Unknown:
        break;
    }
    return ActionGlyph::Several;
}

QString gapWords(GapReason reason)
{
    switch (reason) {
    case GapReason::Timer:
        return translated("a timer");
    case GapReason::Callback:
        return translated("a callback");
    case GapReason::BackOff:
        return translated("the next attempt");
    case GapReason::Callee:
        return translated("a called function");
    case GapReason::Several:
        return translated("several things");
    case GapReason::Unknown:
        break;
    }
    return {};
}

std::optional<ActionGlyph> glyphOf(GapReason reason)
{
    switch (reason) {
    case GapReason::Timer:
        return ActionGlyph::Timer;
    case GapReason::Callback:
        return ActionGlyph::Callback;
    case GapReason::BackOff:
        return ActionGlyph::Retry;
    case GapReason::Callee:
        return ActionGlyph::Invoke;
    case GapReason::Several:
        return ActionGlyph::Several;
    case GapReason::Unknown:
        break;
    }
    return std::nullopt;
}

} // namespace durascope::ui
