// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/state_at.h"

#include <vector>

namespace durascope::history {

enum class AttemptOutcome : std::uint8_t {
    Open,      ///< running at the cursor
    Succeeded, ///< ended the step
    Failed,    ///< ended the step
    Retrying,  ///< failed, another attempt is planned
    Polled,    ///< succeeded with a delay: one poll of a wait-for-condition
    Abandoned  ///< still open when the execution ended
};

/// One attempt of a step. Recounted from the events; CurrentAttempt of the file is only checked (section 7).
struct Attempt
{
    std::uint32_t number = 0; ///< from 1
    EventIndex startEvent;    ///< invalid when the start was not recorded
    EventIndex endEvent;      ///< invalid while open
    Timestamp start;
    std::optional<Timestamp> end;
    AttemptOutcome outcome = AttemptOutcome::Open;
    std::uint32_t restarts = 0;                ///< starts again after a crash that used no attempt
    core::Duration plannedDelay{0};            ///< NextAttemptDelaySeconds, 0 when none follows
    std::optional<core::Duration> actualDelay; ///< to the next StepStarted, when there was one
};

/// The attempts of a step as known at the cursor; empty for other types. Linear in the events of the operation.
[[nodiscard]] std::vector<Attempt> attemptsOf(const StateAt& state, OperationIndex step);

} // namespace durascope::history
