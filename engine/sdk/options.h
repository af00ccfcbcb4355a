// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/batch.h"
#include "engine/sdk/retry.h"
#include "engine/sdk/serdes.h"
#include "engine/sdk/wait_strategy.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace durable {

/// What a crash inside a step's body leads to (execution-model section 6.1). AtLeastOncePerRetry: the body runs again,
/// the attempt is not used up. AtMostOncePerRetry: the attempt counts as failed with a StepInterruptedError and the
/// retry strategy decides.
enum class StepSemantics : std::uint8_t { AtLeastOncePerRetry, AtMostOncePerRetry };

template <typename T>
struct StepOptions
{
    RetryStrategy retry = {}; ///< empty: retry::standard()
    StepSemantics semantics = StepSemantics::AtLeastOncePerRetry;
    Serdes<detail::Stored<T>> serdes = {};
};

/// Timeouts: absent means none; otherwise at least one second.
template <typename T>
struct CallbackOptions
{
    std::optional<std::chrono::seconds> timeout = {};
    std::optional<std::chrono::seconds> heartbeatTimeout = {};
    /// Of the text that was sent from outside. Empty: std::string gets the text itself, json its JSON value (the text
    /// as a string when it is no JSON), everything else is read as JSON.
    std::function<T(const std::optional<std::string>& text, const SerdesContext& context)> deserialize = {};
};

template <typename T>
struct WaitForCallbackOptions
{
    std::optional<std::chrono::seconds> timeout = {};
    std::optional<std::chrono::seconds> heartbeatTimeout = {};
    RetryStrategy retry = {}; ///< of the submitter; empty: retry::standard()
    std::function<T(const std::optional<std::string>& text, const SerdesContext& context)> deserialize = {};
};

template <typename T>
struct ConditionOptions
{
    T initialState;
    WaitStrategy<T> strategy; ///< must be set
    Serdes<T> serdes = {};
};

template <typename T, typename P = json>
struct InvokeOptions
{
    std::optional<std::string> tenantId = {};
    Serdes<P> payloadSerdes = {};
    Serdes<detail::Stored<T>> resultSerdes = {};
};

/// Whether a child context is an operation of its own, or only a place for ids (execution-model section 6.9): a virtual
/// one stores nothing and runs again on every replay.
enum class ContextKind : std::uint8_t { Recorded, Virtual };

template <typename T>
struct ChildOptions
{
    Serdes<detail::Stored<T>> serdes = {};
    /// What is kept of a result beyond 256 KiB; empty: nothing. The result itself is then made again from the children.
    std::function<std::string(const detail::Stored<T>& result)> summary = {};
    ContextKind kind = ContextKind::Recorded;
    /// The error that is recorded and thrown instead of the one the function threw. Empty: that one.
    std::function<ErrorObject(const ErrorObject& original)> mapError = {};
};

template <typename T>
struct BatchOptions
{
    /// Branches in flight at the same time; a parked branch keeps its place. Absent: all. Below 1: the execution fails.
    std::optional<int> maxConcurrency = {};
    CompletionConfig completion = {};
    Nesting nesting = Nesting::Nested;
    Serdes<detail::Stored<T>> itemSerdes = {};                    ///< of the result of one item or branch
    Serdes<BatchResult<T>> serdes = {};                           ///< of the whole
    std::function<std::string(std::size_t index)> itemNamer = {}; ///< map only; empty: "map-item-0" …
};

/// One branch of parallel.
template <typename T>
struct Branch;

} // namespace durable
