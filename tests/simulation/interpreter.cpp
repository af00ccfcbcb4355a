// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/interpreter.h"

#include "engine/sdk/durable.h"

#include <algorithm>
#include <unordered_map>

namespace durascope::simulation {
namespace {

using durable::ApplicationError;
using durable::Context;
using durable::Handle;
using durable::json;
using durable::StepContext;
using std::chrono::seconds;

constexpr std::size_t kShown = 200; ///< of one value in what is made of it

std::string digest(const std::string& text)
{
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01b3;
    return "#" + std::to_string(hash) + "/" + std::to_string(text.size());
}
std::string shortened(const std::string& text)
{
    return text.size() <= kShown ? text : digest(text);
}

std::string shown(const durable::OperationError& error)
{
    return std::string(error.errorType()) + '<' + std::string(error.causeType()) + ": " + error.message();
}

/// The value of a body: its label, longer when the node says so.
json valueOf(const Node& node)
{
    return node.bytes == 0 ? json(node.label) : json(node.label + ' ' + std::string(node.bytes, '.'));
}

/// Whose value it is.
std::string labelIn(const json& value)
{
    const json& text = value.is_array() && !value.empty() ? value.front() : value;
    return text.is_string() ? text.get<std::string>().substr(0, text.get<std::string>().find(' ')) : std::string();
}

durable::RetryStrategy untilDecided(const Node& node)
{
    return [&node](const durable::ErrorObject& error, const durable::AttemptContext&) {
        const bool decided = error.type && *error.type == "Fatal";
        return decided ? durable::RetryDecision::stop() : durable::RetryDecision::after(seconds(node.seconds));
    };
}

durable::RetryStrategy strategyOf(const Node& node)
{
    using namespace durable;
    if (node.maxAttempts == 0)
        return untilDecided(node);
    switch (node.strategy) {
    case 0:
        return retry::fixed(seconds(node.seconds), node.maxAttempts);
    case 1:
        return retry::exponential({.maxAttempts = node.maxAttempts, .initialDelay = seconds(node.seconds)});
    case 2:
        return retry::linear({.maxAttempts = node.maxAttempts, .initialDelay = seconds(node.seconds)});
    default:
        return node.maxAttempts == 1 ? retry::none() : retry::transient();
    }
}

class Interpreter
{
public:
    Interpreter(Context& root, Outside& outside)
        : m_outside(outside)
        , m_arn(root.executionArn())
    {
    }

    json run(Context& context, const Sequence& sequence, const std::string& label)
    {
        json made = json::array({label});
        for (const Node& node : sequence)
            made.push_back(contribution(context, node));
        return made;
    }

private:
    json contribution(Context& context, const Node& node)
    {
        try {
            if (node.kind == NodeKind::Map || node.kind == NodeKind::Parallel)
                return batch(context, node);
            if (node.kind == NodeKind::Group)
                return group(context, node);
            return noted(node, perform(context, node));
        } catch (const durable::OperationError& error) {
            return notedFailure(node, error);
        }
    }

    json noted(const Node& node, const json& value)
    {
        const std::string text = shortened(value.dump());
        m_outside.observed(m_arn, node.label, text);
        return text;
    }
    json notedFailure(const Node& node, const durable::OperationError& error)
    {
        m_outside.observed(m_arn, node.label, shown(error));
        if (node.propagates)
            throw;
        return node.label + " failed, " + shortened(shown(error));
    }

    // --- single operations

    json perform(Context& context, const Node& node)
    {
        switch (node.kind) {
        case NodeKind::Step:
            return context.step(node.label, stepBody(node), stepOptions(node));
        case NodeKind::Wait:
            context.wait(node.label, seconds(node.seconds));
            return node.label;
        case NodeKind::Condition:
            return context.waitForCondition<json>(node.label, checkBody(node), conditionOptions(node));
        case NodeKind::Callback:
            return createCallback(context, node).get();
        case NodeKind::WaitForCallback:
            return context.waitForCallback<json>(node.label, submitter(node), waitForCallbackOptions(node));
        case NodeKind::InvokePlain:
            return context.invoke<json>(node.label, kPlainName, json{{"label", node.label}});
        case NodeKind::InvokeDurable:
            return context.invoke<json>(node.label, target(), json{{"label", node.label}});
        default:
            return context.runInChildContext(node.label, childBody(node), childOptions(node));
        }
    }

    Handle<json> start(Context& context, const Node& node)
    {
        switch (node.kind) {
        case NodeKind::Step:
            return context.startStep(node.label, stepBody(node), stepOptions(node));
        case NodeKind::Condition:
            return context.startWaitForCondition<json>(node.label, checkBody(node), conditionOptions(node));
        case NodeKind::Callback:
            return createCallback(context, node).handle();
        case NodeKind::WaitForCallback:
            return context.startWaitForCallback<json>(node.label, submitter(node), waitForCallbackOptions(node));
        case NodeKind::InvokePlain:
            return context.startInvoke<json, json>(node.label, kPlainName, {{"label", node.label}});
        case NodeKind::InvokeDurable:
            return context.startInvoke<json, json>(node.label, target(), {{"label", node.label}});
        default:
            return context.startRunInChildContext(node.label, childBody(node), childOptions(node));
        }
    }

    static std::string target() { return std::string(kInvokedName) + ":$LATEST"; }

    std::function<json(StepContext&)> stepBody(const Node& node)
    {
        return [this, &node](StepContext& step) -> json {
            body(node, step);
            if (node.ending == Ending::Fails)
                throw ApplicationError("Fatal", node.label + " fails");
            return valueOf(node);
        };
    }
    /// What steps and submitters have in common: the failures before the attempt that decides.
    void body(const Node& node, StepContext& step)
    {
        m_outside.bodyBegins(m_arn, node, step);
        step.logger().info("body of " + node.label);
        m_outside.bodyEnds(m_arn, node, step);
        if (step.attempt() <= node.failures)
            throw ApplicationError("Transient", node.label + " at " + std::to_string(step.attempt()));
    }
    static durable::StepOptions<json> stepOptions(const Node& node)
    {
        durable::StepOptions<json> options;
        options.retry = strategyOf(node);
        options.semantics =
            node.atMostOnce ? durable::StepSemantics::AtMostOncePerRetry : durable::StepSemantics::AtLeastOncePerRetry;
        return options;
    }

    /// Counts up; a check is a function of the state it is given.
    std::function<json(json, StepContext&)> checkBody(const Node& node)
    {
        return [this, &node](const json& state, StepContext& step) -> json {
            m_outside.bodyBegins(m_arn, node, step);
            m_outside.bodyEnds(m_arn, node, step);
            const auto count = state.at(1).get<std::uint32_t>();
            if (node.ending == Ending::Fails && count == node.failures)
                throw ApplicationError("Fatal", node.label + " fails");
            return json::array({node.label, count + 1});
        };
    }
    static durable::ConditionOptions<json> conditionOptions(const Node& node)
    {
        durable::Polling polling;
        polling.initialDelay = seconds(node.seconds);
        return {json::array({node.label, 0}),
                durable::pollWhile<json>(
                    [&node](const json& state) { return state.at(1).get<std::uint32_t>() <= node.failures; }, polling),
                {}};
    }

    /// Far enough away that neither crashes nor jumps of the clock reach it, unless it is meant to pass.
    template <typename Options>
    static Options timeouts(const Node& node)
    {
        Options options;
        if (node.ending == Ending::TimesOut)
            options.timeout = seconds(node.seconds);
        else if (node.seconds % 2 == 0)
            options.timeout = seconds(20'000'000);
        if (node.heartbeats)
            options.heartbeatTimeout = seconds(20'000);
        return options;
    }
    durable::Callback<json> createCallback(Context& context, const Node& node)
    {
        auto callback = context.createCallback<json>(node.label, timeouts<durable::CallbackOptions<json>>(node));
        m_outside.callbackGiven(m_arn, node, callback.id());
        return callback;
    }
    std::function<void(const std::string&, StepContext&)> submitter(const Node& node)
    {
        return [this, &node](const std::string& id, StepContext& step) {
            m_outside.callbackGiven(m_arn, node, id);
            body(node, step);
        };
    }
    static durable::WaitForCallbackOptions<json> waitForCallbackOptions(const Node& node)
    {
        auto options = timeouts<durable::WaitForCallbackOptions<json>>(node);
        options.retry = untilDecided(node);
        return options;
    }

    std::function<json(Context&)> childBody(const Node& node)
    {
        return [this, &node](Context& inner) {
            json made = run(inner, node.branches.front(), node.label);
            if (node.bytes > 0)
                made.push_back(std::string(node.bytes, '.'));
            return made;
        };
    }
    static durable::ChildOptions<json> childOptions(const Node& node)
    {
        durable::ChildOptions<json> options;
        options.kind = node.kind == NodeKind::Virtual ? durable::ContextKind::Virtual : durable::ContextKind::Recorded;
        return options;
    }

    // --- batches

    json branch(Context& context, const Node& node, std::size_t index)
    {
        json made = run(context, node.branches[index], node.label + '.' + std::to_string(index));
        if (node.bytes > 0)
            made.push_back(std::string(node.bytes, '.'));
        return made;
    }

    static durable::CompletionConfig completionOf(const Node& node)
    {
        durable::CompletionConfig config;
        switch (node.completion) {
        case Completion::All:
            return durable::CompletionConfig::allCompleted();
        case Completion::Default:
            break;
        case Completion::MinSuccessful:
            config.minSuccessful = node.threshold;
            break;
        case Completion::ToleratedCount:
            config.toleratedFailureCount = node.threshold;
            break;
        case Completion::ToleratedPercentage:
            config.toleratedFailurePercentage =
                static_cast<double>(node.threshold) * 100 / static_cast<double>(node.branches.size());
            break;
        case Completion::Custom:
            config.shouldComplete = [&node](const durable::BatchProgress& progress) {
                return durable::CompletionDecision{progress.completedCount() >= node.threshold, true};
            };
            break;
        }
        return config;
    }

    json batch(Context& context, const Node& node)
    {
        durable::BatchOptions<json> options;
        if (node.maxConcurrency > 0)
            options.maxConcurrency = static_cast<int>(node.maxConcurrency);
        options.completion = completionOf(node);
        options.nesting = node.flat ? durable::Nesting::Flat : durable::Nesting::Nested;
        if (node.kind == NodeKind::Map) {
            const std::vector<std::string> items(node.branches.size(), node.label);
            return contribution(node, context.map(
                                          node.label, items,
                                          [&](Context& inner, const std::string&, std::size_t index) {
                                              return branch(inner, node, index);
                                          },
                                          options));
        }
        std::vector<durable::Branch<json>> branches;
        for (std::size_t i = 0; i < node.branches.size(); ++i) {
            branches.emplace_back(node.label + '.' + std::to_string(i),
                                  [this, &node, i](Context& inner) { return branch(inner, node, i); });
        }
        return contribution(node, context.parallel(node.label, branches, options));
    }

    /// What every order of endings has in common.
    json contribution(const Node& node, const durable::BatchResult<json>& result)
    {
        json all = json::array({node.label, std::string(toText(result.completionReason))});
        for (const durable::BatchItem<json>& item : result.all) {
            const std::string ended = item.result  ? shortened(item.result->dump())
                                      : item.error ? shown(*item.error)
                                                   : std::string("not ended");
            all.push_back(std::to_string(item.index) + ' ' + ended);
            // An item ends the same way whoever else has ended.
            if (item.result || item.error)
                m_outside.observed(m_arn, node.label + '.' + std::to_string(item.index), ended);
        }
        m_outside.observed(m_arn, node.label, all.dump());
        const std::size_t threshold = node.threshold;
        switch (node.completion) {
        case Completion::MinSuccessful:
            if (result.successCount() < threshold)
                break;
            return common(node, "enough", result.successCount() == threshold);
        case Completion::Default:
            if (result.failureCount() == 0)
                break;
            return common(node, "a failure", result.failureCount() == 1);
        case Completion::ToleratedCount:
        case Completion::ToleratedPercentage:
            if (result.failureCount() <= threshold)
                break;
            return common(node, "too many failures", result.failureCount() == threshold + 1);
        case Completion::Custom:
            return common(node, "custom", result.successCount() + result.failureCount() == threshold);
        case Completion::All:
            break;
        }
        return all;
    }
    json common(const Node& node, const char* what, bool exact)
    {
        if (!exact)
            m_outside.violated(node.label + " ended, but not at the item that decides");
        return node.label + ' ' + what;
    }

    // --- groups

    json group(Context& context, const Node& node)
    {
        std::vector<Handle<json>> handles;
        for (const Sequence& operand : node.branches)
            handles.push_back(start(context, operand.front()));
        json made = combine(context, node, handles);
        const bool isOver = node.combine == Combine::Drop || !node.awaitLosers;
        if (isOver)
            return made;
        made = json::array({std::move(made)});
        for (std::size_t i = 0; i < handles.size(); ++i)
            made.push_back(outcome(node.branches[i].front(), handles[i]));
        return made;
    }

    /// Of one operand, its failure as a value.
    json outcome(const Node& operand, Handle<json>& handle)
    {
        try {
            return noted(operand, handle.get());
        } catch (const durable::OperationError& error) {
            m_outside.observed(m_arn, operand.label, shown(error));
            return operand.label + " failed, " + shortened(shown(error));
        }
    }

    json combine(Context& context, const Node& node, std::vector<Handle<json>>& handles)
    {
        json made = json::array({node.label});
        switch (node.combine) {
        case Combine::All:
            return decided(node, [&] {
                for (const json& value : context.all(node.label, handles))
                    made.push_back(shortened(value.dump()));
                return made;
            });
        case Combine::AllSettled: {
            const auto settled = context.allSettled(node.label, handles);
            for (std::size_t i = 0; i < settled.size(); ++i) {
                if (settled[i].value)
                    made.push_back(noted(node.branches[i].front(), *settled[i].value));
                else
                    made.push_back(settled[i].error->message.value_or(""));
            }
            m_outside.observed(m_arn, node.label, made.dump());
            return made;
        }
        case Combine::Any:
            return decided(node, [&] { return winner(node, context.any(node.label, handles)); });
        case Combine::Race:
            static_cast<void>(decided(node, [&] { return winner(node, context.race(node.label, handles)); }));
            return node.label + " is over";
        case Combine::GetInOrder:
            for (std::size_t i = 0; i < handles.size(); ++i)
                made.push_back(outcome(node.branches[i].front(), handles[i]));
            return made;
        case Combine::GetBackwards:
            for (std::size_t i = handles.size(); i-- > 0;)
                made.push_back(outcome(node.branches[i].front(), handles[i]));
            return made;
        case Combine::Drop:
            handles.clear();
            return node.label + " dropped";
        }
        return made;
    }

    /// A combinator's value, or that it failed: which operand it was is not the same in every order.
    template <typename Call>
    json decided(const Node& node, Call&& call)
    {
        try {
            return call();
        } catch (const durable::CombinatorError& error) {
            m_outside.observed(m_arn, node.label, shown(error));
            return node.label + " failed";
        }
    }
    json winner(const Node& node, const json& value)
    {
        m_outside.observed(m_arn, node.label, shortened(value.dump()));
        const std::string label = labelIn(value);
        const auto isIts = [&](const Sequence& operand) { return operand.front().label == label; };
        if (std::ranges::none_of(node.branches, isIts))
            m_outside.violated(node.label + " was won by a value of none of its operands: " + value.dump());
        return node.label + " won";
    }

    Outside& m_outside;
    const std::string m_arn;
};

} // namespace

durable::Function interpret(std::shared_ptr<const Workflow> workflow, Outside& outside)
{
    return {[workflow = std::move(workflow), &outside](const json&, Context& context) {
        context.logger().info("begins");
        return Interpreter(context, outside).run(context, workflow->body, "result");
    }};
}

durable::Function interpretInvoked(std::shared_ptr<const Workflow> workflow, Outside& outside)
{
    std::unordered_map<std::string, const Node*> targets;
    for (const Node* node : invokedFunctions(*workflow))
        targets.emplace(node->label, node);
    return {
        [workflow = std::move(workflow), targets = std::move(targets), &outside](const json& event, Context& context) {
            const Node& node = *targets.at(event.at("label").get<std::string>());
            return Interpreter(context, outside).run(context, node.branches.front(), node.label);
        }};
}

} // namespace durascope::simulation
