// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/context_core.h"
#include "engine/sdk/handle.h"

#include <array>
#include <concepts>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace durable {

class Context;

namespace detail {

/// A step's body takes the StepContext or nothing.
template <typename F, typename... Args>
    requires std::invocable<F&, Args...> || std::invocable<F&>
decltype(auto) callWith(F& body, Args&&... args)
{
    if constexpr (std::invocable<F&, Args...>)
        return body(std::forward<Args>(args)...);
    else
        return body();
}
template <typename F>
using StepResult = std::remove_cvref_t<decltype(callWith(std::declval<F&>(), std::declval<StepContext&>()))>;
template <typename F>
concept StepBody = std::invocable<F&, StepContext&> || std::invocable<F&>;

template <typename F>
using ChildResult = std::remove_cvref_t<std::invoke_result_t<F&, Context&>>;

/// fn(context, item, index) or fn(context, item).
template <typename F, typename Item>
    requires std::invocable<F&, Context&, const Item&, std::size_t> || std::invocable<F&, Context&, const Item&>
decltype(auto) callItem(F& body, Context& context, const Item& item, std::size_t index)
{
    if constexpr (std::invocable<F&, Context&, const Item&, std::size_t>)
        return body(context, item, index);
    else
        return body(context, item);
}
template <typename F, typename Items>
using ItemResult = std::remove_cvref_t<decltype(callItem(std::declval<F&>(), std::declval<Context&>(),
                                                         *std::ranges::begin(std::declval<const Items&>()), 0))>;

template <typename T>
using NotName = std::bool_constant<!std::convertible_to<T, std::string_view>>;

/// Runs the function and gives its result as the text to record; void gives no value.
template <typename T, typename Call>
Text recordResult(const Serdes<Stored<T>>& serdes, const SerdesContext& context, Call&& call)
{
    if constexpr (std::is_void_v<T>) {
        call();
        return serializeWith(serdes, std::monostate(), context);
    } else {
        return serializeWith(serdes, static_cast<Stored<T>>(call()), context);
    }
}

/// The value for whoever called.
template <typename T>
T returned(const Serdes<Stored<T>>& serdes, const Payload& payload, const SerdesContext& context)
{
    if constexpr (!std::is_void_v<T>)
        return deserializeWith(serdes, payload, context);
    else if (serdes.deserialize)
        static_cast<void>(deserializeWith(serdes, payload, context));
}

/// What an answer from outside means to a T: see CallbackOptions::deserialize.
template <typename T>
T readAnswer(const std::function<T(const std::optional<std::string>&, const SerdesContext&)>& deserialize,
             const Payload& payload, const SerdesContext& context)
{
    if (deserialize)
        return deserializeWith(Serdes<T>{{}, deserialize}, payload, context);
    if constexpr (std::same_as<T, std::string>)
        return payload ? *payload : std::string();
    else if constexpr (std::same_as<T, json>)
        return payload ? (json::accept(*payload) ? json::parse(*payload) : json(*payload)) : json();
    else
        return deserializeWith(Serdes<T>{}, payload, context);
}

} // namespace detail

/// One branch of parallel: what it does, and the name of its operation (empty: "parallel-branch-0" …).
template <typename T>
struct Branch
{
    std::string name;
    std::function<T(Context&)> run;

    Branch(std::string branchName, std::function<T(Context&)> function)
        : name(std::move(branchName))
        , run(std::move(function))
    {
    }
    template <typename F>
        requires std::invocable<F&, Context&>
    Branch(F function) // NOLINT(google-explicit-constructor): lists of plain functions are the common case
        : run(std::move(function))
    {
    }
};

/// The durable operations of a workflow (spec/execution-model.md). Workflow code is an ordinary function of a Context&
/// that is executed again from its start in every invocation: operations with a recorded outcome return it at once,
/// the first one without records its progress, and one that has to wait for the world ends the invocation. So code
/// between operations must do the same in every run; whatever may differ (time, random numbers, requests) belongs into
/// a step.
///
/// Every operation has an unnamed and a named form; names are shown by the debugger and must not change while
/// executions are in flight. Every function may throw what its operation failed with, a ValidationError for arguments
/// beyond the limits of the service (names: 1 to 256 printable ASCII characters; durations: 1 s to 366 days), and
/// private types that mean "this invocation is over" and must be let through: catch durable::Error or std::exception,
/// never `...` without rethrowing.
///
/// A Context belongs to the branch it was given to. While a child context, a branch or a step body of it runs, it may
/// not be used; the inner one may. What breaks that rule fails the execution with a ContextUsageError.
class Context
{
public:
    explicit Context(detail::ContextCore& core)
        : m_core(&core)
    {
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    // --- step: execution-model section 6.1
    /// Runs `body` (a function of StepContext& or of nothing) and records its result, so that it never runs again once
    /// that is stored. START is recorded before the body, SUCCEED, FAIL or RETRY after it; the call returns when the
    /// result is stored. A failing body is retried as the strategy says; between attempts the invocation may end.
    /// Throws StepError when it is given up, SerdesError when the result cannot be written or read.
    template <detail::StepBody F>
    auto step(F&& body, const StepOptions<detail::StepResult<F>>& options = {}) -> detail::StepResult<F>
    {
        return step(std::string_view(), std::forward<F>(body), options);
    }
    template <detail::StepBody F>
    auto step(std::string_view name, F&& body, const StepOptions<detail::StepResult<F>>& options = {})
        -> detail::StepResult<F>
    {
        const detail::Claim claim = m_core->claim();
        return doStep(*m_core, claim, name, body, options);
    }
    /// The same, begun now and awaited later; the body runs on another branch.
    template <detail::StepBody F>
    auto startStep(F body, StepOptions<detail::StepResult<F>> options = {}) -> Handle<detail::StepResult<F>>
    {
        return startStep(std::string(), std::move(body), std::move(options));
    }
    template <detail::StepBody F>
    auto startStep(std::string name, F body, StepOptions<detail::StepResult<F>> options = {})
        -> Handle<detail::StepResult<F>>
    {
        using T = detail::StepResult<F>;
        detail::ContextCore& core = *m_core;
        const detail::Claim claim = core.claim();
        auto work = [&core, claim, name = std::move(name), body = std::make_shared<F>(std::move(body)), options] {
            return core.step(claim, stepCall<T>(core, claim, name, *body, options));
        };
        return handle<T>(claim, std::move(work), options.serdes);
    }

    // --- wait: section 6.3
    /// Lets the time pass without running: START is recorded and stored, the invocation ends, and another one goes on
    /// when the time is over. Whole seconds, 1 to 31 622 400.
    void wait(std::chrono::seconds duration) { wait(std::string_view(), duration); }
    void wait(std::string_view name, std::chrono::seconds duration) { m_core->wait(m_core->claim(), name, duration); }
    Handle<void> startWait(std::chrono::seconds duration) { return startWait(std::string(), duration); }
    Handle<void> startWait(std::string name, std::chrono::seconds duration)
    {
        detail::ContextCore& core = *m_core;
        const detail::Claim claim = core.claim();
        return handle<void>(claim,
                            [&core, claim, name = std::move(name), duration]() -> detail::Payload {
                                core.wait(claim, name, duration);
                                return {};
                            },
                            {});
    }

    // --- callbacks: sections 6.4 and 6.5
    /// Creates an id that somebody outside answers once (SendDurableExecutionCallbackSuccess or …Failure). START is
    /// stored before this returns. Outcomes, errors included, come from get().
    template <typename T = json>
    Callback<T> createCallback(const CallbackOptions<T>& options = {})
    {
        return createCallback<T>(std::string_view(), options);
    }
    template <typename T = json>
    Callback<T> createCallback(std::string_view name, const CallbackOptions<T>& options = {})
    {
        detail::ContextCore& core = *m_core;
        const detail::Claim claim = core.claim();
        std::string id = core.createCallback(claim, {name, options.timeout, options.heartbeatTimeout});
        return Callback<T>(core, claim, std::move(id),
                           [&core, claim, read = options.deserialize](const detail::Payload& payload) {
                               return detail::readAnswer<T>(read, payload, core.serdesContext(claim));
                           });
    }
    /// Creates a callback, hands its id to `submitter` (a step of its own, retried like one), and waits for the answer.
    /// Recorded as a context with the callback and the step in it. Throws CallbackTimeoutError, CallbackExternalError,
    /// CallbackError, CallbackSubmitterError.
    template <typename T = json, typename F>
        requires std::invocable<F&, const std::string&, StepContext&> || std::invocable<F&, const std::string&>
    T waitForCallback(F&& submitter, const WaitForCallbackOptions<T>& options = {})
    {
        return waitForCallback<T>(std::string_view(), std::forward<F>(submitter), options);
    }
    template <typename T = json, typename F>
        requires std::invocable<F&, const std::string&, StepContext&> || std::invocable<F&, const std::string&>
    T waitForCallback(std::string_view name, F&& submitter, const WaitForCallbackOptions<T>& options = {})
    {
        const detail::Claim claim = m_core->claim();
        const detail::Payload answer = m_core->waitForCallback(claim, callbackCall(name, submitter, options));
        return detail::readAnswer<T>(options.deserialize, answer, m_core->serdesContext(claim));
    }
    template <typename T = json, typename F>
        requires std::invocable<F&, const std::string&, StepContext&> || std::invocable<F&, const std::string&>
    Handle<T> startWaitForCallback(std::string name, F submitter, WaitForCallbackOptions<T> options = {})
    {
        detail::ContextCore& core = *m_core;
        const detail::Claim claim = core.claim();
        auto work = [&core, claim, name = std::move(name), submitter = std::make_shared<F>(std::move(submitter)),
                     options] { return core.waitForCallback(claim, callbackCall(name, *submitter, options)); };
        return Handle<T>(core, core.start(std::move(work)),
                         [&core, claim, read = options.deserialize](const detail::Payload& payload) {
                             return detail::readAnswer<T>(read, payload, core.serdesContext(claim));
                         });
    }

    // --- waitForCondition: section 6.6
    /// Calls `check(state, StepContext&)` (or `check(state)`) until the strategy is content with the state it returned;
    /// every check is an attempt of one step and its state is stored, in between the invocation ends. Throws
    /// WaitForConditionError when a check or the strategy throws: checks are not retried.
    template <typename T, typename F>
    T waitForCondition(F&& check, const ConditionOptions<T>& options)
    {
        return waitForCondition<T>(std::string_view(), std::forward<F>(check), options);
    }
    template <typename T, typename F>
    T waitForCondition(std::string_view name, F&& check, const ConditionOptions<T>& options)
    {
        const detail::Claim claim = m_core->claim();
        const detail::Payload state =
            m_core->waitForCondition(claim, conditionCall(*m_core, claim, name, check, options));
        return detail::deserializeWith(options.serdes, state, m_core->serdesContext(claim));
    }
    template <typename T, typename F>
    Handle<T> startWaitForCondition(std::string name, F check, ConditionOptions<T> options)
    {
        detail::ContextCore& core = *m_core;
        const detail::Claim claim = core.claim();
        auto work = [&core, claim, name = std::move(name), check = std::make_shared<F>(std::move(check)), options] {
            return core.waitForCondition(claim, conditionCall(core, claim, name, *check, options));
        };
        return handle<T>(claim, std::move(work), options.serdes);
    }

    // --- invoke: section 6.7
    /// Calls another function and waits for its result without running. `function` is a name or an ARN as Lambda takes
    /// it; durable targets need a qualifier. START is stored, then the invocation ends until the target has answered.
    /// Throws InvokeError, InvokeTimedOutError, InvokeStoppedError with the target's message.
    template <typename T = json, typename P = json>
    T invoke(std::string_view function, const P& payload, const InvokeOptions<T, std::decay_t<P>>& options = {})
    {
        return doInvoke<T>(std::string_view(), function, decayed(payload), options);
    }
    template <typename T = json, typename P = json>
    T invoke(std::string_view name, std::string_view function, const P& payload,
             const InvokeOptions<T, std::decay_t<P>>& options = {})
    {
        return doInvoke<T>(name, function, decayed(payload), options);
    }
    template <typename T = json, typename P = json>
    Handle<T> startInvoke(std::string name, std::string function, P payload, InvokeOptions<T, P> options = {})
    {
        detail::ContextCore& core = *m_core;
        const detail::Claim claim = core.claim();
        auto work = [&core, claim, name = std::move(name), function = std::move(function),
                     payload = std::make_shared<P>(std::move(payload)),
                     options] { return core.invoke(claim, invokeCall<T>(name, function, *payload, options)); };
        return handle<T>(claim, std::move(work), options.resultSerdes);
    }

    // --- child contexts: section 6.8
    /// Runs `body` (a function of Context&) over a context of its own and records its result as one operation. START is
    /// recorded before, SUCCEED or FAIL after. A result beyond 256 KiB is not stored: it is made again from the
    /// recorded children. Throws ChildContextError with the message of what the function threw.
    template <typename F>
        requires std::invocable<F&, Context&>
    auto runInChildContext(F&& body, const ChildOptions<detail::ChildResult<F>>& options = {}) -> detail::ChildResult<F>
    {
        return runInChildContext(std::string_view(), std::forward<F>(body), options);
    }
    template <typename F>
        requires std::invocable<F&, Context&>
    auto runInChildContext(std::string_view name, F&& body, const ChildOptions<detail::ChildResult<F>>& options = {})
        -> detail::ChildResult<F>
    {
        using T = detail::ChildResult<F>;
        const detail::Claim claim = m_core->claim();
        const detail::Payload result = m_core->child(claim, childCall<T>(*m_core, claim, name, body, options));
        return detail::returned<T>(options.serdes, result, m_core->serdesContext(claim));
    }
    template <typename F>
        requires std::invocable<F&, Context&>
    auto startRunInChildContext(std::string name, F body, ChildOptions<detail::ChildResult<F>> options = {})
        -> Handle<detail::ChildResult<F>>
    {
        using T = detail::ChildResult<F>;
        detail::ContextCore& core = *m_core;
        const detail::Claim claim = core.claim();
        auto work = [&core, claim, name = std::move(name), body = std::make_shared<F>(std::move(body)), options] {
            return core.child(claim, childCall<T>(core, claim, name, *body, options));
        };
        return handle<T>(claim, std::move(work), options.serdes);
    }

    // --- map and parallel: section 6.11
    /// Calls `body(context, item, index)` or `body(context, item)` for every item, each in a context of its own, at
    /// most maxConcurrency at a time, started in order. Recorded as a Map context with one MapIteration an item.
    /// Failures of items do not throw: they are in the result. The completion config says when the batch is over; items
    /// running then are abandoned.
    template <std::ranges::random_access_range Items, typename F>
    auto map(const Items& items, F&& body, const BatchOptions<detail::ItemResult<F, Items>>& options = {})
        -> BatchResult<detail::ItemResult<F, Items>>
    {
        return map(std::string_view(), items, std::forward<F>(body), options);
    }
    template <std::ranges::random_access_range Items, typename F>
    auto map(std::string_view name, const Items& items, F&& body,
             const BatchOptions<detail::ItemResult<F, Items>>& options = {})
        -> BatchResult<detail::ItemResult<F, Items>>
    {
        using T = detail::ItemResult<F, Items>;
        const detail::Claim claim = m_core->claim();
        detail::BatchCall call = batchCall<T>(name, std::ranges::size(items), options);
        call.map = true;
        call.branchName = options.itemNamer;
        detail::ContextCore& core = *m_core;
        call.branch = [&core, &claim, &items, &body, &options](std::size_t index, Context& context) {
            const auto& item = *(std::ranges::begin(items) + static_cast<std::ptrdiff_t>(index));
            return detail::recordResult<T>(options.itemSerdes, core.serdesContext(claim),
                                           [&] { return detail::callItem(body, context, item, index); });
        };
        return doBatch<T>(claim, call, options);
    }
    /// The same with a function a branch. Recorded as a Parallel context with one ParallelBranch each.
    template <typename T>
    BatchResult<T> parallel(const std::vector<Branch<T>>& branches, const BatchOptions<T>& options = {})
    {
        return parallel(std::string_view(), branches, options);
    }
    template <typename T>
    BatchResult<T> parallel(std::string_view name, const std::vector<Branch<T>>& branches,
                            const BatchOptions<T>& options = {})
    {
        const detail::Claim claim = m_core->claim();
        detail::BatchCall call = batchCall<T>(name, branches.size(), options);
        call.branchName = [&branches](std::size_t index) { return branches[index].name; };
        detail::ContextCore& core = *m_core;
        call.branch = [&core, &claim, &branches, &options](std::size_t index, Context& context) {
            return detail::recordResult<T>(options.itemSerdes, core.serdesContext(claim),
                                           [&] { return branches[index].run(context); });
        };
        return doBatch<T>(claim, call, options);
    }
    /// Batches begun now and awaited later. What `items` and the branches refer to must outlive the handle.
    template <std::ranges::random_access_range Items, typename F>
    auto startMap(std::string name, Items items, F body, BatchOptions<detail::ItemResult<F, Items>> options = {})
        -> Handle<BatchResult<detail::ItemResult<F, Items>>>
    {
        using T = detail::ItemResult<F, Items>;
        return startBatch<T>([name = std::move(name), items = std::move(items), body = std::move(body),
                              options = std::move(options)](Context& context) mutable {
            return context.map(name, items, body, options);
        });
    }
    template <typename T>
    Handle<BatchResult<T>> startParallel(std::string name, std::vector<Branch<T>> branches,
                                         BatchOptions<T> options = {})
    {
        return startBatch<T>([name = std::move(name), branches = std::move(branches), options = std::move(options)](
                                 Context& context) { return context.parallel(name, branches, options); });
    }

    // --- combinators: section 6.12
    /// All outcomes in order, or the first failure as a CombinatorError. Like the others a child context that stores
    /// the outcome, so that the winner is the same on every replay.
    template <typename T>
    std::vector<detail::Stored<T>> all(std::string_view name, std::vector<Handle<T>>& handles)
    {
        const auto outcome = combine(name, detail::ContextCore::Combination::All, handles);
        std::vector<detail::Stored<T>> values;
        for (std::size_t i = 0; i < handles.size(); ++i)
            values.push_back(handles[i].read(outcome.outcomes[i].result));
        return values;
    }
    template <typename... Ts>
        requires(sizeof...(Ts) > 0)
    std::tuple<detail::Stored<Ts>...> all(std::string_view name, Handle<Ts>&... handles)
    {
        const detail::Claim claim = m_core->claim();
        const auto outcome =
            m_core->combine(claim, name, detail::ContextCore::Combination::All, {handles.pending()...});
        return [&]<std::size_t... Is>(std::index_sequence<Is...>) {
            return std::tuple<detail::Stored<Ts>...>{handles.read(outcome.outcomes[Is].result)...};
        }(std::index_sequence_for<Ts...>());
    }
    /// How each of them ended; never throws for a failed operand.
    template <typename T>
    std::vector<SettledOutcome<T>> allSettled(std::string_view name, std::vector<Handle<T>>& handles)
    {
        const auto outcome = combine(name, detail::ContextCore::Combination::AllSettled, handles);
        std::vector<SettledOutcome<T>> settled(handles.size());
        for (std::size_t i = 0; i < handles.size(); ++i) {
            const detail::RawItem& item = outcome.outcomes[i];
            if (item.error)
                settled[i].error = *item.error;
            else
                settled[i].value = handles[i].read(item.result);
        }
        return settled;
    }
    /// The first that succeeds; CombinatorError when all fail.
    template <typename T>
    T any(std::string_view name, std::vector<Handle<T>>& handles)
    {
        return winner(combine(name, detail::ContextCore::Combination::Any, handles), handles);
    }
    /// The first that ends, well or badly (then CombinatorError). The others go on and may still be awaited.
    template <typename T>
    T race(std::string_view name, std::vector<Handle<T>>& handles)
    {
        return winner(combine(name, detail::ContextCore::Combination::Race, handles), handles);
    }

    // --- about this run
    /// Silent while the context replays (unless configured otherwise), so that every line is logged once.
    [[nodiscard]] const Logger& logger() const { return m_core->logger(); }
    /// The next operation has been recorded by an earlier run. For logs and metrics only: workflow code that asks this
    /// is not deterministic.
    [[nodiscard]] bool isReplaying() const { return m_core->replaying(); }
    [[nodiscard]] const std::string& executionArn() const { return m_core->executionArn(); }
    [[nodiscard]] const std::string& requestId() const { return m_core->requestId(); } ///< of the invocation
    [[nodiscard]] const std::optional<std::string>& tenantId() const { return m_core->tenantId(); }
    /// Of the invocation, on the engine's clock; absent: none.
    [[nodiscard]] std::optional<durascope::core::Timestamp> deadline() const { return m_core->deadline(); }
    [[nodiscard]] detail::ContextCore& core() const { return *m_core; }

private:
    template <typename T, typename F>
    static detail::StepCall stepCall(detail::ContextCore& core, const detail::Claim& claim, std::string_view name,
                                     F& body, const StepOptions<T>& options)
    {
        return {name, options.retry, options.semantics, [&core, &claim, &body, &options](StepContext& context) {
                    return detail::recordResult<T>(options.serdes, core.serdesContext(claim),
                                                   [&]() -> decltype(auto) { return detail::callWith(body, context); });
                }};
    }
    template <typename T, typename F>
    static T doStep(detail::ContextCore& core, const detail::Claim& claim, std::string_view name, F& body,
                    const StepOptions<T>& options)
    {
        const detail::Payload result = core.step(claim, stepCall<T>(core, claim, name, body, options));
        return detail::returned<T>(options.serdes, result, core.serdesContext(claim));
    }

    template <typename T, typename F>
    static detail::WaitForCallbackCall callbackCall(std::string_view name, F& submitter,
                                                    const WaitForCallbackOptions<T>& options)
    {
        return {name,
                {{}, options.timeout, options.heartbeatTimeout},
                options.retry,
                [&submitter](const std::string& id, StepContext& context) {
                    if constexpr (std::invocable<F&, const std::string&, StepContext&>)
                        submitter(id, context);
                    else
                        submitter(id);
                }};
    }

    template <typename T, typename F>
    static detail::ConditionCall conditionCall(detail::ContextCore& core, const detail::Claim& claim,
                                               std::string_view name, F& check, const ConditionOptions<T>& options)
    {
        if (!options.strategy)
            throw ConfigurationError(std::string("waitForCondition needs a wait strategy"));
        detail::ConditionCall call;
        call.name = name;
        call.check = [&core, &claim, &check, &options](const detail::Payload& before, StepContext& context) {
            const SerdesContext where = core.serdesContext(claim);
            T state = before ? detail::deserializeWith(options.serdes, before, where) : options.initialState;
            if constexpr (std::invocable<F&, T, StepContext&>)
                return detail::serializeWith(options.serdes, T(check(std::move(state), context)), where);
            else
                return detail::serializeWith(options.serdes, T(check(std::move(state))), where);
        };
        call.strategy = [&core, &claim, &options](const detail::Payload& after, const AttemptContext& attempt) {
            return options.strategy(detail::deserializeWith(options.serdes, after, core.serdesContext(claim)), attempt);
        };
        return call;
    }

    template <typename P>
    static std::decay_t<P> decayed(const P& payload)
    {
        return std::decay_t<P>(payload);
    }
    template <typename T, typename P>
    static detail::InvokeCall invokeCall(std::string_view name, std::string_view function, const P& payload,
                                         const InvokeOptions<T, P>& options)
    {
        return {name, function, options.tenantId, [&payload, &options](const SerdesContext& context) -> detail::Text {
                    if constexpr (std::convertible_to<P, const char*>) {
                        if (!options.payloadSerdes.serialize)
                            return detail::toJsonText(std::string(payload));
                    }
                    return detail::serializeWith(options.payloadSerdes, payload, context);
                }};
    }
    template <typename T, typename P>
    T doInvoke(std::string_view name, std::string_view function, const P& payload, const InvokeOptions<T, P>& options)
    {
        const detail::Claim claim = m_core->claim();
        const detail::Payload result = m_core->invoke(claim, invokeCall<T>(name, function, payload, options));
        return detail::returned<T>(options.resultSerdes, result, m_core->serdesContext(claim));
    }

    template <typename T, typename F>
    static detail::ChildCall childCall(detail::ContextCore& core, const detail::Claim& claim, std::string_view name,
                                       F& body, const ChildOptions<T>& options)
    {
        detail::ChildCall call;
        call.name = name;
        call.kind = options.kind;
        call.mapError = options.mapError;
        call.body = [&core, &claim, &body, &options](Context& context) {
            return detail::recordResult<T>(options.serdes, core.serdesContext(claim), [&] { return body(context); });
        };
        if (options.summary) {
            call.summary = [&core, &claim, &options](const detail::Payload& result) {
                return options.summary(detail::deserializeWith(options.serdes, result, core.serdesContext(claim)));
            };
        }
        return call;
    }

    template <typename T>
    static detail::BatchCall batchCall(std::string_view name, std::size_t count, const BatchOptions<T>& options)
    {
        detail::BatchCall call;
        call.name = name;
        call.count = count;
        call.maxConcurrency = options.maxConcurrency;
        call.completion = &options.completion;
        call.nesting = options.nesting;
        return call;
    }
    template <typename T>
    static BatchResult<T> typed(const detail::RawBatch& raw, const BatchOptions<T>& options, const SerdesContext& where)
    {
        BatchResult<T> result;
        result.completionReason = raw.reason;
        for (const detail::RawItem& item : raw.items) {
            BatchItem<T> made{item.index, item.status, {}, {}};
            if (item.status == BatchItemStatus::Succeeded)
                made.result = detail::deserializeWith(options.itemSerdes, item.result, where);
            else if (item.status == BatchItemStatus::Failed)
                made.error = ChildContextError(item.error);
            result.all.push_back(std::move(made));
        }
        return result;
    }
    template <typename T>
    BatchResult<T> doBatch(const detail::Claim& claim, detail::BatchCall& call, const BatchOptions<T>& options)
    {
        const SerdesContext where = m_core->serdesContext(claim);
        if (options.serdes.serialize) {
            call.encode = [&](const detail::RawBatch& raw) {
                return detail::guardSerdes(
                    [&] { return options.serdes.serialize(typed<T>(raw, options, where), where); });
            };
        }
        const detail::BatchReturn made = m_core->batch(claim, call);
        if (made.payload && options.serdes.deserialize) {
            return detail::guardSerdes(
                [&] { return options.serdes.deserialize(detail::optionalText(made.payload), where); });
        }
        return typed<T>(made.batch, options, where);
    }
    /// A batch on a branch of its own: inside a virtual context, so that it stores itself and nothing around it.
    template <typename T, typename F>
    Handle<BatchResult<T>> startBatch(F body)
    {
        detail::ContextCore& core = *m_core;
        const detail::Claim claim = core.claim();
        struct Shared
        {
            explicit Shared(F function)
                : body(std::move(function))
            {
            }
            F body;
            std::optional<BatchResult<T>> result;
        };
        const auto shared = std::make_shared<Shared>(std::move(body));
        auto work = [&core, claim, shared]() -> detail::Payload {
            detail::ChildCall call;
            call.kind = ContextKind::Virtual;
            call.body = [&shared](Context& context) -> detail::Text {
                shared->result = shared->body(context);
                return std::nullopt;
            };
            return core.child(claim, call);
        };
        return Handle<BatchResult<T>>(core, core.start(std::move(work)),
                                      [shared](const detail::Payload&) { return shared->result.value(); });
    }

    template <typename T>
    Handle<T> handle(const detail::Claim& claim, std::function<detail::Payload()> work,
                     Serdes<detail::Stored<T>> serdes)
    {
        detail::ContextCore& core = *m_core;
        return Handle<T>(core, core.start(std::move(work)),
                         [&core, claim, serdes = std::move(serdes)](const detail::Payload& payload) {
                             return detail::deserializeWith(serdes, payload, core.serdesContext(claim));
                         });
    }
    template <typename T>
    detail::ContextCore::CombineReturn combine(std::string_view name, detail::ContextCore::Combination how,
                                               std::vector<Handle<T>>& handles)
    {
        const detail::Claim claim = m_core->claim();
        std::vector<detail::PendingRef> operands;
        for (const Handle<T>& operand : handles)
            operands.push_back(operand.pending());
        return m_core->combine(claim, name, how, operands);
    }
    template <typename T>
    static T winner(const detail::ContextCore::CombineReturn& outcome, std::vector<Handle<T>>& handles)
    {
        if constexpr (!std::is_void_v<T>)
            return handles[outcome.winner].read(outcome.outcomes.at(0).result);
    }

    detail::ContextCore* m_core;
};

} // namespace durable
