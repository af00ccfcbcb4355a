// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/analysis.h"

#include <vector>

namespace durascope::history {

/// The invocations of a log (history-format section 8). An event written by the function belongs to the first
/// InvocationCompleted after it; what follows the last one was written by an invocation that has not completed.
///
/// What woke an invocation is what the service did between the InvocationCompleted before and its own first write, less
/// what happened after it had begun: that it saw while it ran. Retries that became due leave no event; they are found
/// by their due time. Only when nothing else explains it, an answer that came too late for the invocation before
/// counts: the service invokes again when an invocation never looked (execution-model section 1.5).
[[nodiscard]] std::vector<Invocation> findInvocations(const EventLog& log);

/// The stretches between them, in order.
[[nodiscard]] std::vector<Gap> findGaps(const EventLog& log, const std::vector<Invocation>& invocations);

/// The service wrote the event and it ends something that an invocation may have been waiting for.
[[nodiscard]] bool isAnswer(const EventLog& log, EventIndex event);
/// The invocation was already running when the service wrote this event of its stretch.
[[nodiscard]] bool isObserved(const EventLog& log, const Invocation& invocation, EventIndex event);

} // namespace durascope::history
