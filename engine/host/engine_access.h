// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine.h"

#include <functional>
#include <string>

namespace durascope::host {

/// What only the test runner may do to an engine.
struct EngineAccess
{
    /// Makes an open execution what it would be if the events that `keep` turns down had never been stored. The others
    /// are numbered anew. Errors: NotFound; Usage (it has ended, or an invocation of it runs); Malformed when what is
    /// left contradicts itself; those of the library.
    [[nodiscard]] static core::Result<void> forgetEvents(Engine& engine, const std::string& arn,
                                                         const std::function<bool(const service::Event&)>& keep);
    /// Nothing runs and nothing is wanted: only time or somebody outside lets it go on.
    [[nodiscard]] static bool isIdle(const Engine& engine);
};

} // namespace durascope::host
