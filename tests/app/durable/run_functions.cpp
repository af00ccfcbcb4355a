// SPDX-License-Identifier: GPL-3.0-or-later
// Workflows for the tests of `durable run`, in a shared library as a user builds one.
#include "engine/sdk/durable.h"

#include <fstream>

using namespace durable;
using namespace std::chrono_literals;

namespace {

json greet(const json& event, Context& context)
{
    const std::string name = context.step("name", [&] { return event.value("name", std::string("nobody")); });
    context.wait("pause", 5s);
    return "hello " + name;
}

/// Waits for ever unless somebody answers.
json ask(const json&, Context& context)
{
    auto named = context.createCallback("question");
    const json first = named.get();
    auto unnamed = context.createCallback();
    return {{"first", first}, {"second", unnamed.get()}};
}

/// Notes in a file what really ran, and then waits for an hour.
json patient(const json& event, Context& context)
{
    const auto note = [&](const char* what) {
        std::ofstream(event.at("file").get<std::string>(), std::ios::app) << what << '\n';
    };
    context.step("before", [&] { note("before"); });
    context.wait("an-hour", 1h);
    context.step("after", [&] { note("after"); });
    return "done";
}

json caller(const json&, Context& context)
{
    return context.invoke("call", "helper", json{{"name", "helper"}});
}

json logs(const json&, Context& context)
{
    context.logger().warn("look here", {{"at", "this"}});
    return nullptr;
}

json endless(const json&, Context& context)
{
    context.wait("a-year", std::chrono::hours(24 * 365));
    context.wait("another-year", std::chrono::hours(24 * 365));
    return nullptr;
}

} // namespace

DURABLE_FUNCTION(greet, greet);
DURABLE_FUNCTION(ask, ask);
DURABLE_FUNCTION(patient, patient);
DURABLE_FUNCTION(caller, caller);
DURABLE_FUNCTION(logs, logs);
DURABLE_FUNCTION(endless, endless);
