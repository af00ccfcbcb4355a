// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/batches.h"
#include "tests/conformance/handlers/suites.h"

#include <stdexcept>
#include <vector>

namespace durascope::conformance {
namespace {

using namespace std::chrono_literals;
using durable::BatchOptions;
using durable::Branch;
using durable::CompletionConfig;
using durable::Context;
using Branches = std::vector<Branch<std::string>>;
using Options = BatchOptions<std::string>;

Branch<std::string> returning(std::string value)
{
    return [value = std::move(value)](Context&) { return value; };
}

Branch<std::string> stepping(std::string value)
{
    return [value = std::move(value)](Context& context) { return context.step([&value] { return value; }); };
}

Branch<std::string> throwing()
{
    return [](Context&) -> std::string { throw std::runtime_error("the branch fails"); };
}

Options oneAtATime(CompletionConfig completion = {})
{
    return {.maxConcurrency = 1, .completion = std::move(completion)};
}

/// Runs the branches one at a time and returns part of the outcome.
durable::Handler projecting(std::string name, Branches branches, CompletionConfig completion, Members members)
{
    return [=](const json&, Context& context) -> json {
        return projection(context.parallel(name, branches, oneAtATime(completion)), members);
    };
}

json basic(const json&, Context& context)
{
    return context.parallel("parallel", Branches{stepping("task-1"), stepping("task-2")}, oneAtATime()).results();
}

json unnamed(const json&, Context& context)
{
    return context.parallel(Branches{returning("alpha"), returning("beta")}, oneAtATime()).results();
}

json namedBranches(const json&, Context& context)
{
    const Branches branches{{"first", [](Context&) { return std::string("one"); }},
                            {"second", [](Context&) { return std::string("two"); }}};
    return context.parallel("named", branches, oneAtATime()).results();
}

json differentTypes(const json&, Context& context)
{
    const std::vector<Branch<json>> branches{[](Context&) -> json { return "hello"; },
                                             [](Context&) -> json { return 42; },
                                             [](Context&) -> json { return {{"k", "v"}}; }};
    return context.parallel("hetero", branches, {.maxConcurrency = 1}).results();
}

json noBranches(const json&, Context& context)
{
    return context.parallel("empty", Branches{}).results();
}

json rethrows(const json&, Context& context)
{
    const auto batch = context.parallel("throwing", Branches{throwing(), returning("never started")},
                                        oneAtATime({.toleratedFailureCount = 0}));
    batch.throwIfError();
    return batch.results();
}

json concurrent(const json&, Context& context)
{
    const Branches branches{returning("r0"), returning("r1"), returning("r2")};
    return context.parallel("concurrent", branches, {.maxConcurrency = 2}).results();
}

json flat(const json&, Context& context)
{
    Options options = oneAtATime();
    options.nesting = durable::Nesting::Flat;
    return context.parallel("flat", Branches{stepping("fa"), stepping("fb")}, options).results();
}

json branchSuspends(const json&, Context& context)
{
    const Branches branches{stepping("b0"), [](Context& branch) {
                                branch.wait(2s);
                                return std::string("b1");
                            }};
    return context.parallel("replay", branches, oneAtATime()).results();
}

json itemSerdes(const json&, Context& context)
{
    Options options = oneAtATime();
    options.itemSerdes = {
        [](const std::string& value, const durable::SerdesContext&) { return json{{"wrapped", value}}.dump(); },
        [](const std::optional<std::string>& text, const durable::SerdesContext&) {
            return json::parse(text.value()).at("wrapped").get<std::string>();
        }};
    return context.parallel("serde", Branches{returning("x"), returning("y")}, options).results();
}

json invalidConcurrency(const json&, Context& context)
{
    const Branches branches{returning("never"), returning("run")};
    return context.parallel("bad-concurrency", branches, {.maxConcurrency = 0}).results();
}

json accessors(const json&, Context& context)
{
    const auto batch = context.parallel("accessors", Branches{returning("b0"), throwing(), returning("b2")},
                                        oneAtATime({.toleratedFailureCount = 1}));
    return {{"hasFailure", batch.hasFailure()},
            {"successCount", batch.succeeded().size()},
            {"failureCount", batch.failed().size()},
            {"errorCount", batch.errors().size()}};
}

json nested(const json&, Context& context)
{
    const auto inner = [](Context& branch) -> json {
        return branch.parallel("inner", Branches{stepping("i1"), stepping("i2")}, oneAtATime()).results();
    };
    return context.parallel("outer", std::vector<Branch<json>>{inner}, {.maxConcurrency = 1}).results();
}

} // namespace

void addParallelHandlers(HandlerRegistry& registry)
{
    registry.add("8-1", basic);
    registry.add("8-2", unnamed);
    registry.add("8-3", namedBranches);
    registry.add("8-4", differentTypes);
    registry.add("8-5", noBranches);
    registry.add("8-6", projecting("failfast", {returning("ok"), throwing(), returning("never started")},
                                   {.toleratedFailureCount = 0}, kAllMembers));
    registry.add("8-7", rethrows);
    registry.add("8-8",
                 projecting("min-successful", {returning("b0"), returning("b1"), returning("b2"), returning("b3")},
                            {.minSuccessful = 2}, kOfEarlySuccess));
    registry.add("8-9", projecting("tolerated", {returning("b0"), throwing(), returning("b2")},
                                   {.toleratedFailureCount = 1}, kAllMembers));
    registry.add("8-10", projecting("tolerated-exceeded", {throwing(), throwing(), returning("b2")},
                                    {.toleratedFailureCount = 1}, kWithoutStatus));
    registry.add("8-11", concurrent);
    registry.add("8-12", flat);
    registry.add("8-13", projecting("tolerated-pct", {throwing(), throwing(), returning("b2"), returning("b3")},
                                    {.toleratedFailurePercentage = 25}, kWithoutStatus));
    registry.add("8-14", branchSuspends);
    registry.add("8-15", itemSerdes);
    registry.add("8-16", projecting("all-fail", {throwing(), throwing(), throwing()}, {.toleratedFailureCount = 3},
                                    kAllMembers));
    registry.add("8-17", projecting("min-not-reached", {returning("b0"), throwing(), returning("b2")},
                                    {.minSuccessful = 3}, kAllMembers));
    registry.add("8-18", projecting("combined", {throwing(), throwing(), returning("b2"), returning("b3")},
                                    {.minSuccessful = 3, .toleratedFailureCount = 1}, kWithoutStatus));
    registry.add("8-19", invalidConcurrency);
    registry.add("8-20", accessors);
    registry.add("8-21", nested);
    registry.add("8-22", projecting("pct-boundary", {throwing(), returning("b1"), returning("b2"), returning("b3")},
                                    {.toleratedFailurePercentage = 25}, kAllMembers));
}

} // namespace durascope::conformance
