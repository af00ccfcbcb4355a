// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sdk/durable.h"
#include "tests/support/direct_run.h"

#include <string>
#include <variant>

namespace durascope::test {

using durable::Context;
using durable::json;

[[nodiscard]] inline durable::Function workflow(durable::Handler handler)
{
    return durable::Function{std::move(handler)};
}
/// One strand at a time, so that events have one order.
[[nodiscard]] inline durable::RunOptions sequential(std::uint64_t seed = 0)
{
    durable::RunOptions options;
    options.scheduling = durable::Scheduling::Sequential;
    options.seed = seed;
    return options;
}
/// "SUCCEEDED 5", "FAILED StepError: boom", "STARTED": how the execution stands.
[[nodiscard]] inline std::string standing(DirectRun& run)
{
    const service::Execution& execution = run.execution();
    std::string text(toText(execution.status()));
    if (execution.result())
        text += ' ' + *execution.result();
    if (const core::ErrorRef error = execution.error())
        text += ' ' + error->type.value_or("?") + ": " + error->message.value_or("?");
    return text;
}
/// Of that name, the first.
[[nodiscard]] inline core::OperationRef named(DirectRun& run, std::string_view name)
{
    for (const core::OperationRef& operation : run.execution().operations()) {
        if (operation->name() == name)
            return operation;
    }
    return nullptr;
}

} // namespace durascope::test
