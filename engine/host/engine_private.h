// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/driver.h"
#include "engine/host/engine.h"
#include "engine/host/engine_state.h"

namespace durascope::host {

struct Engine::Private
{
    explicit Private(EngineOptions options)
        : state(std::move(options))
        , driver(state)
    {
    }
    EngineState state;
    Driver driver; ///< after the state: it goes first
};

} // namespace durascope::host
