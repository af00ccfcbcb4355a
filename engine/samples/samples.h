// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/function.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

/// Workflows that come with the program, one for each common use: read them to learn the SDK, run them with
/// `durable run sample:NAME`. What they talk to (shops, banks, couriers) are small fakes that answer the same every
/// time, so that a run can be repeated bit for bit.
namespace durascope::samples {

using durable::json;

/// What the world around a sample is like; empty members stand for a world that takes no time.
struct Environment
{
    /// Called inside of steps for the time that their work takes.
    std::function<void(std::chrono::milliseconds)> spend = {};
    /// The time of day. Empty: the wall clock.
    std::function<durable::Timestamp()> now = {};
};

/// How somebody outside answers a callback unless told otherwise.
struct CallbackAnswer
{
    std::string_view callback;     ///< the name of the callback, or of the waitForCallback it belongs to
    std::chrono::seconds after{0}; ///< it was created (or submitted)
    std::string_view result;       ///< JSON
    std::string_view failure = {}; ///< JSON of an error object; not empty: the answer is a failure
};

/// A function that a sample invokes; durable or plain, never both.
struct Target
{
    std::string_view name; ///< without qualifier
    durable::Handler (*durable)(const Environment& environment) = nullptr;
    json (*plain)(const json& input) = nullptr;
};

struct Sample
{
    std::string_view name; ///< as in sample:NAME, and the name of its function
    std::string_view title;
    std::string_view sentence; ///< what it shows, and what to look at in its recorded run
    std::string_view input;    ///< JSON, when nobody gives another
    durable::Handler (*make)(const Environment& environment);
    std::span<const CallbackAnswer> answers = {};
    std::span<const Target> targets = {};
    /// A good place to begin looking at the recorded run: when the operation of this name ended for the first time;
    /// empty: the last event.
    std::string_view lookAt = {};
};

/// All of them, the simplest first.
[[nodiscard]] std::span<const Sample* const> all();
/// Null when there is none of that name.
[[nodiscard]] const Sample* find(std::string_view name);

} // namespace durascope::samples
