// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/suites.h"

namespace durascope::conformance {

const HandlerRegistry& builtInHandlers()
{
    static const HandlerRegistry registry = [] {
        HandlerRegistry made;
        addStepHandlers(made);
        addWaitHandlers(made);
        addChildHandlers(made);
        addCallbackHandlers(made);
        addInvokeHandlers(made);
        addWaitForConditionHandlers(made);
        addWaitForCallbackHandlers(made);
        addParallelHandlers(made);
        addMapHandlers(made);
        addPluginHandlers(made);
        addPluginDumpHandlers(made);
        return made;
    }();
    return registry;
}

} // namespace durascope::conformance
