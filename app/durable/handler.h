// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/host/engine.h"
#include "engine/samples/samples.h"

#include <memory>
#include <string>

namespace durascope::app {

/// A handler ready to run.
struct Handler
{
    std::string functionName;
    std::shared_ptr<host::FunctionHost> host;
    const samples::Sample* sample = nullptr; ///< when it is one
};

/// Loads what the text names. Errors: Usage when it names nothing, others when it cannot be started here; which of them
/// is what exit code 2 or 4 says.
[[nodiscard]] core::Result<Handler> openHandler(const std::string& text, const samples::Environment& environment);

} // namespace durascope::app
