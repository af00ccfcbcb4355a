// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    TimerWait,      ///< a wait, or a context or execution with nothing but timers to wait for
    CallbackWait,   ///< waiting for somebody outside
    BackOff,        ///< between two attempts
    Cancelled,      ///< cancelled or stopped
    InvokePending,  ///< waiting for a called function
    Pending,        ///< not reached at the playhead
    Abandoned,      ///< open although the execution has ended
};
inline constexpr int kVisualStateCount = static_cast<int>(VisualState::Abandoned) + 1;

[[nodiscard]] VisualState visualStateOf(const history::StateAt& state, core::OperationIndex operation);

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
