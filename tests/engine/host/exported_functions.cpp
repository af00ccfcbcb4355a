// SPDX-License-Identifier: GPL-3.0-or-later
// A shared library of functions, as a user builds one: compiled into a module that tst_shared_library_host loads.
#include "engine/sdk/durable.h"

namespace {

durable::json greet(const durable::json& event, durable::Context& context)
{
    const std::string name = context.step("name", [&] { return event.at("name").get<std::string>(); });
    context.wait(std::chrono::seconds(5));
    return "hello " + name;
}

} // namespace

DURABLE_FUNCTION(greet, greet);

extern "C" {
__attribute__((visibility("default"))) extern const durable::ExportedFunction durable_function_old;
}
/// As if it had been built with an SDK of long ago.
const durable::ExportedFunction durable_function_old{0, "0.0.1", nullptr};
