// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/testing/conformance/handlers.h"

namespace durascope::conformance {

/// Each adds the handlers of one suite. They do what `handler:` of the requirement files says.
void addStepHandlers(HandlerRegistry& registry);
void addWaitHandlers(HandlerRegistry& registry);
void addChildHandlers(HandlerRegistry& registry);
void addCallbackHandlers(HandlerRegistry& registry);
void addInvokeHandlers(HandlerRegistry& registry);
void addWaitForConditionHandlers(HandlerRegistry& registry);
void addWaitForCallbackHandlers(HandlerRegistry& registry);
void addParallelHandlers(HandlerRegistry& registry);
void addMapHandlers(HandlerRegistry& registry);
void addPluginHandlers(HandlerRegistry& registry);
void addPluginDumpHandlers(HandlerRegistry& registry); ///< 10-19 to 10-23

} // namespace durascope::conformance
