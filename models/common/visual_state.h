// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/analysis.h"
#include "engine/history/state_at.h"

#include <cstdint>

namespace durascope::models {

/// The states of interface.md section 4: what a person tells apart by glyph, pattern and colour. More than the API's
/// status words, because a wait for a person is not a wait for a timer.
enum class VisualState : std::uint8_t {
    Succeeded,
    Failed,
    TimedOut,
    Running,
    TimerWait,     ///< a wait, or a context or execution with nothing but timers to wait for
    CallbackWait,  ///< waiting for somebody outside
    BackOff,       ///< between two attempts
    Cancelled,     ///< cancelled or stopped
    InvokePending, ///< waiting for a called function
    Pending,       ///< not reached at the playhead
    Abandoned,     ///< open although the execution has ended
};
inline constexpr int kVisualStateCount = static_cast<int>(VisualState::Abandoned) + 1;

/// What the operation shows at the cursor. An open context or execution shows what it is really waiting for: it is
/// Running while a step inside runs or while nothing inside is open (then its own code is next), else it shows the
/// slowest kind of thing that is open inside: a callback, then a called function, then a back-off, then a timer.
/// With the analysis, the execution is also Running as long as an invocation is at work, whatever it has begun to wait
/// for. Leaves cost one binary search. Contexts cost a walk over what is inside, latest first, that ends when every
/// open operation has been seen; after kMaxContextWalk operations it answers with what it has found.
[[nodiscard]] VisualState visualStateOf(const history::StateAt& state, core::OperationIndex operation,
                                        const history::Analysis* analysis = nullptr);
inline constexpr std::uint32_t kMaxContextWalk = 16'384;

/// An invocation is at work at the cursor: begun, and its InvocationCompleted has not been reached.
[[nodiscard]] bool isInvocationRunning(const history::StateAt& state, const history::Analysis& analysis);

/// Shape by kind (interface.md section 5).
enum class OperationKind : std::uint8_t {
    Execution,
    Step,
    Wait,
    Callback,
    Invoke,
    Parallel,
    Map,
    Context,
    WaitForCondition,
    Generic
};
[[nodiscard]] OperationKind kindOf(const history::EventLog& log, core::OperationIndex operation);

} // namespace durascope::models
