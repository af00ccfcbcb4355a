// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/function.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace durascope::conformance {

/// What the function of a requirement finds around it, beside its context.
struct Environment
{
    /// Standard output of the process: one line, without line feed. Goes to the log store of the run.
    std::function<void(const std::string& line)> print;
};

/// Makes the function of one run. What it captures outlives the invocations of that run, as a table or a file would.
using HandlerFactory = std::function<durable::Function(const Environment& environment)>;

/// A function that handlers invoke.
struct TargetFunction
{
    std::string name;
    bool tenantIsolated = false;
    durable::Function function;
};

/// The functions under test, by id of the requirement.
class HandlerRegistry
{
public:
    void add(std::string id, durable::Handler handler);
    void addFactory(std::string id, HandlerFactory factory) { m_factories[std::move(id)] = std::move(factory); }
    void addTarget(TargetFunction target) { m_targets.push_back(std::move(target)); }

    [[nodiscard]] const HandlerFactory* find(const std::string& id) const; ///< null: nobody implements it
    [[nodiscard]] const std::vector<TargetFunction>& targets() const { return m_targets; }
    [[nodiscard]] std::size_t size() const { return m_factories.size(); }

private:
    std::map<std::string, HandlerFactory> m_factories;
    std::vector<TargetFunction> m_targets;
};

/// The handlers that come with Durascope, written with its SDK. Defined in the library
/// durascope_conformance_handlers.
[[nodiscard]] const HandlerRegistry& builtInHandlers();

} // namespace durascope::conformance
