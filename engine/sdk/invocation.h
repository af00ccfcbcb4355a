// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/function.h"
#include "engine/sdk/operation_table.h"
#include "engine/sdk/scheduler.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace durable::detail {

using durascope::core::IdentityRef;
using durascope::core::Operation;
using durascope::core::OperationUpdate;
using durascope::core::UpdateAction;

/// What has to have happened when send() returns.
enum class Sent : std::uint8_t {
    Queued, ///< travels with the next request
    Given,  ///< the service has it
    Stored, ///< and it will not be lost
};

/// One invocation of a durable function while it runs: the recorded operations, the channel to the service, the fatal
/// slot, and the scheduler of its strands (execution-model sections 3 and 4).
///
/// Every member function may be called from any strand. What they throw is Unwind only.
class Invocation final : private Scheduler::Poll
{
public:
    Invocation(const Function& function, const InvocationEvent& event, DurableClient& client,
               const RunOptions& options);
    ~Invocation() override;

    [[nodiscard]] InvocationOutcome run();

    // --- the log
    [[nodiscard]] OperationRef find(const std::string& id);
    /// Sends updates in order behind those queued. Batches of strands that send at the same time travel together.
    void send(std::vector<OperationUpdate> updates, Sent until);
    /// Parks the current strand until the operation has left that state: a wait, callback or invoke that is STARTED, a
    /// step that is PENDING.
    void parkWhile(const std::string& id, OperationStatus status);
    /// Lets the strand go on, or leave.
    void checkMayGoOn();

    // --- ends of the invocation; the caller unwinds
    [[noreturn]] void fatal(ErrorRef error);
    [[noreturn]] void simulatedExit(const SimulatedExit& exit);

    // --- strands
    [[nodiscard]] Scheduler& scheduler() { return m_scheduler.value(); }
    [[nodiscard]] std::mutex& mutex() { return m_mutex; }

    // --- facts
    [[nodiscard]] const InvocationEvent& event() const { return m_event; }
    [[nodiscard]] const RunOptions& options() const { return m_options; }
    [[nodiscard]] DurableClient& client() { return m_client; }
    [[nodiscard]] PluginSet& plugins() { return m_plugins; }
    [[nodiscard]] const Function& function() const { return m_function; }
    void log(LogRecord record);
    [[nodiscard]] LogLevel logThreshold() const { return m_threshold; }
    void rememberPath(const std::string& id, const std::string& path);
    [[nodiscard]] OperationInfo info(const Operation& operation, bool isReplay);
    /// Uniform in [0, 1), the same for the same seed, operation and attempt.
    [[nodiscard]] double random(const std::string& operationId, std::uint32_t attempt) const;

private:
    using Lock = Scheduler::Lock;

    // invocation.cpp
    [[nodiscard]] bool load();
    void runHandler();
    [[nodiscard]] InvocationOutcome outcome();
    [[nodiscard]] InvocationOutcome succeeded();
    void announceStart();
    void announceEnd(const InvocationOutcome& outcome);
    [[nodiscard]] InvocationInfo invocationInfo();

    // checkpoint_channel.cpp
    void pollService() override;
    void storageFailed(Lock& lock, const ServiceError& error) override;
    struct Merged
    {
        std::vector<OperationRef> changed; ///< their status is another one
        std::vector<OperationRef> ended;
    };
    std::uint64_t transmit(Lock& lock);
    [[nodiscard]] Merged merge(Lock& lock, const CheckpointAnswer& answer, const std::vector<OperationUpdate>& own);
    void announce(const Merged& merged);
    [[nodiscard]] std::condition_variable& answered(std::uint64_t batch) { return m_channel[batch % 2]; }
    void wakeSenders();
    void refused(Lock& lock, const ServiceError& error);
    void failInvocation(Lock& lock, ErrorRef error);
    [[nodiscard]] std::vector<OperationUpdate> takeBatch();
    void drain();

    const Function& m_function;
    const InvocationEvent& m_event;
    DurableClient& m_client;
    RunOptions m_options;
    PluginSet m_plugins;
    LogSink m_sink;
    LogLevel m_threshold;
    std::mutex m_logMutex;

    std::mutex m_mutex; ///< guards everything below, and the strands
    std::optional<Scheduler> m_scheduler;
    OperationTable m_table;
    std::unordered_map<std::string, std::string> m_paths; ///< wire id to raw path, kept for plugins
    std::string m_token;
    std::vector<OperationUpdate> m_queue;
    std::uint64_t m_queued = 0;   ///< updates that were ever queued
    std::uint64_t m_answered = 0; ///< … whose answer is there
    std::uint64_t m_ticket = 0;   ///< the latest
    bool m_inFlight = false;
    std::array<std::condition_variable, 2> m_channel; ///< for those of the batch in flight, and of the one after it
    std::uint64_t m_batch = 0;                        ///< number of the last one
    std::uint64_t m_taken = 0;                        ///< updates that were in it or in one before
    bool m_closed = false;                            ///< an EXECUTION update was accepted
    bool m_changedOutside = false;                    ///< since a strand was evicted
    ErrorRef m_fatal;                                 ///< the execution fails
    ErrorRef m_failure;                               ///< the invocation fails and is repeated
    bool m_first = true;
    std::optional<json> m_result;
    ErrorRef m_error; ///< what the handler threw
};

} // namespace durable::detail
