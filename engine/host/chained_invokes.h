// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/change.h"

#include <string>

namespace durascope::host {

/// What will be done about a chained invoke (wire-protocol section 19).
struct InvokePlan
{
    enum class Kind : std::uint8_t { Durable, Plain, Manual, Refused } kind = Kind::Refused;
    FunctionRef function;  ///< Durable, Plain
    std::string childName; ///< Durable: of the execution that will be started
    std::string childArn;
    core::ErrorRef error; ///< Refused: how the operation fails
};
/// A pure function of its arguments as long as no function is added. REQUIRES: the engine's mutex is held.
[[nodiscard]] InvokePlan planInvoke(const EngineState& state, const std::string& callerArn,
                                    const service::InvokeRequest& request);
[[nodiscard]] service::TargetInfo targetInfo(const InvokePlan& plan);

/// Starts the child, queues the call of a plain function, or fails the operation at once. `recordedArn` of a restored
/// invoke: the child that was meant then, which may be here already.
void beginInvoke(Change& change, ExecutionRecord& caller, service::InvokeRequest request,
                 const std::string& recordedArn = {});
/// How the chained invoke ends that started this execution. REQUIRES: the execution has ended.
[[nodiscard]] service::InvokeOutcome outcomeOf(const service::Execution& child);
/// Calls a plain function; what it throws becomes the error. Without the mutex.
[[nodiscard]] service::InvokeOutcome callPlain(const PlainCallJob& job);

} // namespace durascope::host
