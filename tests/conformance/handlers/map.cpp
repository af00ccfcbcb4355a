// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/batches.h"
#include "tests/conformance/handlers/suites.h"

#include <stdexcept>
#include <vector>

namespace durascope::conformance {
namespace {

using namespace std::chrono_literals;
using durable::BatchOptions;
using durable::BatchResult;
using durable::CompletionConfig;
using durable::Context;
using durable::SerdesContext;
using Texts = std::vector<std::string>;
using Numbers = std::vector<int>;

template <typename T>
BatchOptions<T> oneAtATime(CompletionConfig completion = {})
{
    return {.maxConcurrency = 1, .completion = std::move(completion)};
}

/// Returns the item, or throws when that is "fail".
std::string itself(Context&, const std::string& item)
{
    if (item == "fail")
        throw std::runtime_error("the item fails");
    return item;
}

std::string inUpperCase(Context&, const std::string& item)
{
    return upperCase(item);
}

/// Maps the items to themselves, one at a time, and returns part of the outcome.
durable::Handler projecting(std::string name, Texts items, CompletionConfig completion, Members members)
{
    return [=](const json&, Context& context) -> json {
        return projection(context.map(name, items, itself, oneAtATime<std::string>(completion)), members);
    };
}

json basic(const json& event, Context& context)
{
    const auto greet = [](Context& item, const std::string& name) {
        return item.step([&name] { return greeting(name); });
    };
    return context.map("map", event.get<Texts>(), greet, {.maxConcurrency = 1}).results();
}

json unnamed(const json& event, Context& context)
{
    const auto twice = [](Context&, int item) { return item * 2; };
    return context.map(event.get<Numbers>(), twice, {.maxConcurrency = 1}).results();
}

json indexed(const json& event, Context& context)
{
    const auto sum = [](Context&, int item, std::size_t index) { return item + static_cast<int>(index); };
    return context.map("indexed", event.get<Numbers>(), sum, {.maxConcurrency = 1}).results();
}

json noItems(const json& event, Context& context)
{
    return context.map("empty", event.get<Texts>(), itself).results();
}

json rethrows(const json&, Context& context)
{
    const auto batch = context.map("throwing", Texts{"fail", "never started"}, itself,
                                   oneAtATime<std::string>({.toleratedFailureCount = 0}));
    batch.throwIfError();
    return batch.results();
}

json concurrent(const json&, Context& context)
{
    return context.map("concurrent", Texts{"r0", "r1", "r2"}, itself, {.maxConcurrency = 2}).results();
}

json flat(const json&, Context& context)
{
    const auto body = [](Context& item, const std::string& value) { return item.step([&value] { return value; }); };
    return context.map("flat", Texts{"fa", "fb"}, body, {.maxConcurrency = 1, .nesting = durable::Nesting::Flat})
        .results();
}

json itemNamer(const json& event, Context& context)
{
    const Numbers items = event.get<Numbers>();
    const auto name = [&items](std::size_t index) { return "item-" + std::to_string(items[index]); };
    const auto tenfold = [](Context&, int item) { return item * 10; };
    return context.map("named-items", items, tenfold, {.maxConcurrency = 1, .itemNamer = name}).results();
}

json itemSerdes(const json&, Context& context)
{
    static constexpr std::string_view kPrefix = "wrapped:";
    auto options = oneAtATime<std::string>();
    options.itemSerdes = {[](const std::string& value, const SerdesContext&) { return std::string(kPrefix) + value; },
                          [](const std::optional<std::string>& text, const SerdesContext&) {
                              if (!text.value().starts_with(kPrefix))
                                  throw std::invalid_argument("this was not written by the serializer: " + *text);
                              return text->substr(kPrefix.size());
                          }};
    return context.map("serdes", Texts{"x", "y"}, inUpperCase, options).results();
}

json iterationSuspends(const json&, Context& context)
{
    const auto body = [](Context& item, const std::string& value, std::size_t index) {
        if (index == 1)
            item.wait(1s);
        return item.step([&value] { return value; });
    };
    return context.map("suspend", Texts{"r0", "r1"}, body, {.maxConcurrency = 1}).results();
}

json largeResults(const json&, Context& context)
{
    constexpr std::size_t kLarge = 70 * 1024;
    const auto large = [](Context&, char item) { return std::string(kLarge, item); };
    const auto batch = context.map("large", std::vector<char>{'a', 'b', 'c', 'd'}, large, {.maxConcurrency = 1});
    return projection(batch, {"successCount", "totalCount"});
}

json thenWait(const json&, Context& context)
{
    const auto batch = context.map("then-wait", Texts{"a", "b"}, inUpperCase, {.maxConcurrency = 1});
    context.wait(1s);
    return batch.results();
}

json failureThenWait(const json&, Context& context)
{
    const auto batch = context.map("fail-then-wait", Texts{"ok", "fail"}, itself,
                                   oneAtATime<std::string>({.toleratedFailureCount = 1}));
    context.wait(1s);
    return projection(batch, kAllMembers);
}

/// The whole as "OPSERDE:X,Y".
std::string joined(const BatchResult<std::string>& batch)
{
    std::string text;
    for (const std::string& value : batch.results())
        text += (text.empty() ? "" : ",") + value;
    return "OPSERDE:" + text;
}

BatchResult<std::string> split(std::string_view text)
{
    constexpr std::string_view kPrefix = "OPSERDE:";
    if (!text.starts_with(kPrefix))
        throw std::invalid_argument("this was not written by the serializer: " + std::string(text));
    text.remove_prefix(kPrefix.size());
    BatchResult<std::string> batch;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        batch.all.push_back(
            {batch.all.size(), durable::BatchItemStatus::Succeeded, std::string(text.substr(begin, end - begin)), {}});
        begin = end + 1;
    }
    return batch;
}

BatchResult<std::string> mapWithOperationSerdes(std::string_view name, Context& context)
{
    auto options = oneAtATime<std::string>();
    options.serdes = {[](const BatchResult<std::string>& batch, const SerdesContext&) { return joined(batch); },
                      [](const std::optional<std::string>& text, const SerdesContext&) { return split(text.value()); }};
    return context.map(name, Texts{"x", "y"}, inUpperCase, options);
}

json operationSerdes(const json&, Context& context)
{
    return mapWithOperationSerdes("op-serde", context).results();
}

json operationSerdesOnReplay(const json&, Context& context)
{
    const auto batch = mapWithOperationSerdes("op-serde-replay", context);
    context.wait(1s);
    return batch.results();
}

} // namespace

void addMapHandlers(HandlerRegistry& registry)
{
    registry.add("9-1", basic);
    registry.add("9-2", unnamed);
    registry.add("9-3", indexed);
    registry.add("9-4", noItems);
    registry.add("9-5",
                 projecting("failfast", {"ok", "fail", "never started"}, {.toleratedFailureCount = 0}, kAllMembers));
    registry.add("9-6", rethrows);
    registry.add("9-7", projecting("min-successful", {"i0", "i1", "i2", "i3"}, {.minSuccessful = 2}, kOfEarlySuccess));
    registry.add("9-8", projecting("tolerated", {"i0", "fail", "i2"}, {.toleratedFailureCount = 1}, kAllMembers));
    registry.add(
        "9-9", projecting("tolerated-exceeded", {"fail", "fail", "i2"}, {.toleratedFailureCount = 1}, kWithoutStatus));
    registry.add("9-10", projecting("tolerated-pct", {"fail", "fail", "i2", "i3"}, {.toleratedFailurePercentage = 25},
                                    kWithoutStatus));
    registry.add("9-11", concurrent);
    registry.add("9-12", flat);
    registry.add("9-13", itemNamer);
    registry.add("9-14", itemSerdes);
    registry.add("9-15", iterationSuspends);
    registry.add("9-16", largeResults);
    registry.add("9-17", thenWait);
    registry.add("9-18", failureThenWait);
    registry.add("9-19", operationSerdes);
    registry.add("9-20", operationSerdesOnReplay);
}

} // namespace durascope::conformance
