// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/common.h"
#include "tests/conformance/handlers/suites.h"

namespace durascope::conformance {
namespace {

using namespace std::chrono_literals;
using durable::Context;

durable::Handler waiting(std::chrono::seconds duration)
{
    return [duration](const json&, Context& context) -> json {
        context.wait(duration);
        return nullptr;
    };
}

json named(const json&, Context& context)
{
    context.wait("custom_wait_name", 2s);
    return nullptr;
}

json inSequence(const json&, Context& context)
{
    context.wait("wait-1", 2s);
    context.wait("wait-2", 2s);
    return {{"completedWaits", 2}};
}

} // namespace

void addWaitHandlers(HandlerRegistry& registry)
{
    registry.add("2-1", waiting(2s));
    registry.add("2-2", named);
    registry.add("2-3", inSequence);
    registry.add("2-4", waiting(1min));
    registry.add("2-5", waiting(1h));
}

} // namespace durascope::conformance
