// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/invocation.h"
#include "engine/sdk/client.h"
#include "engine/sdk/context.h"
#include "engine/sdk/logger.h"
#include "engine/sdk/plugin.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace durable {

/// A workflow: from its input to its result, over a Context.
using Handler = std::function<json(const json& event, Context& context)>;

/// A durable function: the handler and what surrounds it in every invocation.
struct Function
{
    Handler handler;
    std::vector<std::shared_ptr<Plugin>> plugins = {};
    LoggerConfig logger = {};
};

/// In which order branches run.
enum class Scheduling : std::uint8_t {
    Sequential, ///< one at a time, switched only where they wait, in an order given by the seed: repeatable bit for bit
    Concurrent  ///< as many at a time as there are threads
};

/// How a host runs invocations.
struct RunOptions
{
    Scheduling scheduling = Scheduling::Concurrent;
    std::uint64_t seed = 0;   ///< of the order of branches and of jitter
    unsigned maxThreads = 64; ///< for branches of one invocation; parked ones give theirs back
    LogSink logSink = {};     ///< used when the function names none; empty: standard output
};

/// Executes one invocation: runs the handler over the recorded operations and beyond, until it returns, throws or can
/// only wait. Called by hosts. Never throws; plugins, logs and checkpoints are done when it returns, and no thread of
/// it is left. A handler's exception gives FAILED; what is no fault of the execution (a stale token, throttling, a
/// broken connection) gives an InvocationFailure, and so does SimulatedExit.
[[nodiscard]] InvocationOutcome runInvocation(const Function& function, const InvocationEvent& event,
                                              DurableClient& client, const RunOptions& options = {});

/// Thrown by test clients and by step bodies under test: as if the process had ended here. No std::exception, so that
/// workflow code does not handle it; nothing is recorded any more, and the host reports Runtime.ExitError.
struct SimulatedExit
{
    int exitStatus = 1;
};
/// What Lambda records of an invocation whose process ended: type Runtime.ExitError.
[[nodiscard]] ErrorRef exitError(const std::string& requestId, const SimulatedExit& exit);

/// What a shared library of functions exports, one symbol a function, for `durable run libx.so:name`.
struct ExportedFunction
{
    std::uint32_t abi; ///< kFunctionAbi of the SDK it was built with
    const char* sdkVersion;
    InvocationOutcome (*run)(const InvocationEvent&, DurableClient&, const RunOptions&);
};
/// Raised whenever a type that crosses this border changes.
inline constexpr std::uint32_t kFunctionAbi = 1;
inline constexpr const char* kSdkVersion = "0.1.0";

} // namespace durable

/// Exports `function` (an expression that gives a durable::Function or a durable::Handler) as `name`. At namespace
/// scope, once a name.
#define DURABLE_FUNCTION(name, function)                                                                               \
    namespace {                                                                                                        \
    ::durable::InvocationOutcome durableRun_##name(const ::durable::InvocationEvent& event,                            \
                                                   ::durable::DurableClient& client,                                   \
                                                   const ::durable::RunOptions& options)                               \
    {                                                                                                                  \
        static const ::durable::Function made{function};                                                               \
        return ::durable::runInvocation(made, event, client, options);                                                 \
    }                                                                                                                  \
    }                                                                                                                  \
    extern "C" {                                                                                                       \
    __attribute__((visibility("default"))) extern const ::durable::ExportedFunction durable_function_##name;           \
    }                                                                                                                  \
    const ::durable::ExportedFunction durable_function_##name                                                          \
    {                                                                                                                  \
        ::durable::kFunctionAbi, ::durable::kSdkVersion, &durableRun_##name                                            \
    }
