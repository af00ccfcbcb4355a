// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/invocation.h"

#include "engine/sdk/context_state.h"
#include "engine/sdk/unwind.h"

#include <algorithm>
#include <array>

namespace durable::detail {

using durascope::core::errorRef;
using durascope::core::InvocationAnswer;
using durascope::core::InvocationFailure;
using durascope::core::payload;

namespace {

/// What a handler may answer directly; beyond it the result travels as a checkpoint (execution-model section 4.6).
constexpr std::size_t kMaxAnswer = 6'291'456 - 50;

LogSink sinkOf(const Function& function, const RunOptions& options)
{
    if (function.logger.sink)
        return function.logger.sink;
    return options.logSink ? options.logSink : standardOutputSink();
}

json inputOf(const Operation& execution)
{
    const bool blank = !execution.input || execution.input->find_first_not_of(" \t\r\n") == std::string::npos;
    return blank ? json::object() : parseJsonText(*execution.input);
}

} // namespace

Invocation::Invocation(const Function& function, const InvocationEvent& event, DurableClient& client,
                       const RunOptions& options)
    : m_function(function)
    , m_event(event)
    , m_client(client)
    , m_options(options)
    , m_plugins(function.plugins)
    , m_sink(sinkOf(function, options))
    , m_threshold(effectiveThreshold(function.logger))
    , m_token(event.checkpointToken)
{
}

Invocation::~Invocation() = default;

InvocationOutcome Invocation::run()
{
    if (m_event.executionArn.empty() || m_event.checkpointToken.empty()) {
        return InvocationFailure{errorRef("InvalidInvocationError",
                                          "Unexpected payload provided to start the durable execution: it has no "
                                          "DurableExecutionArn or CheckpointToken; is the function configured as a "
                                          "durable one?")};
    }
    if (!load())
        return InvocationFailure{m_failure};
    announceStart();
    m_client.setWaker([this] {
        Lock lock(m_mutex);
        if (m_scheduler)
            m_scheduler->wantPoll(lock);
    });
    bool again = false;
    do {
        m_result.reset();
        m_error = nullptr;
        m_changedOutside = false;
        {
            const std::lock_guard lock(m_mutex);
            m_scheduler.emplace(m_mutex, m_client, m_options, static_cast<Scheduler::Poll&>(*this));
        }
        m_scheduler->run([this] { runHandler(); });
        const std::lock_guard lock(m_mutex);
        // What arrived for a strand that had to give its thread away is known to be delivered, so the service will not
        // invoke again for it: the handler is run once more over what is recorded now.
        again = m_scheduler->suspended() && m_scheduler->hasEvicted() && m_changedOutside && !m_fatal && !m_failure;
    } while (again);
    m_client.setWaker({});
    drain();
    InvocationOutcome result = outcome();
    announceEnd(result);
    return result;
}

/// All pages of the state: only the whole says whether this is a replay (execution-model section 3.1).
bool Invocation::load()
{
    m_table.reserve(m_event.operations.size());
    for (const OperationRef& operation : m_event.operations)
        m_table.add(operation);
    for (std::string marker = m_event.nextMarker; !marker.empty();) {
        auto page = m_client.state(m_event.executionArn, m_token, marker);
        if (!page) {
            m_failure = errorRef(page.error().type, page.error().message);
            return false;
        }
        for (OperationRef& operation : page->operations)
            m_table.put(std::move(operation));
        marker = page->nextMarker;
    }
    if (m_event.operations.empty()) {
        m_failure = errorRef("InvalidInvocationError", "The invocation event holds no EXECUTION operation");
        return false;
    }
    m_first = m_table.size() <= 1;
    return true;
}

void Invocation::runHandler()
{
    try {
        ContextState root(*this, {}, {}, ContextState::Replay::AsRecorded);
        Context context(root);
        const json input = inputOf(*m_event.operations.front());
        m_result = m_function.handler(input, context);
    } catch (const Unwind&) {
        throw;
    } catch (const SimulatedExit& exit) {
        simulatedExit(exit);
    } catch (...) {
        m_error = errorRef(currentErrorObject());
    }
}

InvocationOutcome Invocation::outcome()
{
    const bool suspended = m_scheduler->suspended();
    if (m_failure)
        return InvocationFailure{m_failure};
    if (m_fatal)
        return InvocationAnswer{InvocationAnswer::Status::Failed, {}, m_fatal};
    // A handler that swallowed the unwinding has returned something; it does not count.
    if (suspended)
        return InvocationAnswer{InvocationAnswer::Status::Pending, {}, {}};
    if (m_error)
        return InvocationAnswer{InvocationAnswer::Status::Failed, {}, m_error};
    return succeeded();
}

InvocationOutcome Invocation::succeeded()
{
    InvocationAnswer answer{InvocationAnswer::Status::Succeeded, {}, {}};
    std::string text = dumpJson(m_result.value_or(json()));
    if (text.size() <= kMaxAnswer) {
        answer.result = payload(std::move(text));
        return answer;
    }
    OperationUpdate update;
    update.identity = m_event.operations.front()->identity;
    update.action = UpdateAction::Succeed;
    update.payload = payload(std::move(text));
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(update));
        ++m_queued;
    }
    drain();
    if (m_failure)
        return InvocationFailure{m_failure};
    if (m_fatal)
        return InvocationAnswer{InvocationAnswer::Status::Failed, {}, m_fatal};
    answer.result = payload(std::string());
    return answer;
}

InvocationInfo Invocation::invocationInfo()
{
    InvocationInfo info;
    info.executionArn = m_event.executionArn;
    info.requestId = m_event.requestId;
    info.isFirstInvocation = m_first;
    info.executionStart = m_event.operations.front()->start;
    const std::lock_guard lock(m_mutex);
    info.operations = m_table.all();
    return info;
}

void Invocation::announceStart()
{
    if (m_plugins.empty())
        return;
    InvocationInfo info = invocationInfo();
    std::vector<OperationInfo> ended;
    for (const std::string& id : m_event.updatedOperationIds) {
        const OperationRef operation = find(id);
        if (!operation)
            continue;
        info.updatedOperations.push_back(this->info(*operation, true));
        if (durascope::core::isTerminal(operation->status))
            ended.push_back(info.updatedOperations.back());
    }
    m_plugins.invocationStart(info);
    // The service ended these while nobody ran: this invocation is the first to see it.
    for (const OperationInfo& operation : ended)
        m_plugins.operationEnd(operation);
}

void Invocation::announceEnd(const InvocationOutcome& outcome)
{
    if (m_plugins.empty())
        return;
    InvocationInfo info = invocationInfo();
    if (const auto* const failure = std::get_if<InvocationFailure>(&outcome)) {
        info.status = "RETRYING";
        info.error = failure->error;
    } else {
        const auto& answer = std::get<InvocationAnswer>(outcome);
        info.status = std::string(toText(answer.status));
        info.result = answer.result;
        info.error = answer.error;
    }
    m_plugins.invocationEnd(info);
}

OperationRef Invocation::find(const std::string& id)
{
    const std::lock_guard lock(m_mutex);
    return m_table.find(id);
}

void Invocation::checkMayGoOn()
{
    Lock lock(m_mutex);
    m_scheduler->checkMayGoOn(lock);
}

void Invocation::parkWhile(const std::string& id, OperationStatus status)
{
    Lock lock(m_mutex);
    const std::function<bool()> moved = [this, &id, status] {
        const OperationRef operation = m_table.find(id);
        return operation && operation->status != status;
    };
    m_scheduler->block(lock, Strand::Wait::Operation, moved);
}

void Invocation::fatal(ErrorRef error)
{
    Lock lock(m_mutex);
    if (!m_fatal)
        m_fatal = std::move(error);
    wakeSenders();
    m_scheduler->endAll(lock);
    m_scheduler->leave(lock);
}

void Invocation::simulatedExit(const SimulatedExit& exit)
{
    Lock lock(m_mutex);
    failInvocation(lock, exitError(m_event.requestId, exit));
    m_scheduler->leave(lock);
}

void Invocation::log(LogRecord record)
{
    record.time = m_client.now();
    record.requestId = m_event.requestId;
    record.executionArn = m_event.executionArn;
    record.tenantId = m_event.tenantId;
    const std::lock_guard lock(m_logMutex);
    m_sink(record);
}

void Invocation::rememberPath(const std::string& id, const std::string& path)
{
    if (m_plugins.empty())
        return;
    const std::lock_guard lock(m_mutex);
    m_paths.emplace(id, path);
}

OperationInfo Invocation::info(const Operation& operation, bool isReplay)
{
    OperationInfo info = operationInfo(operation, isReplay);
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_paths.find(info.id); found != m_paths.end())
        info.path = found->second;
    return info;
}

double Invocation::random(const std::string& operationId, std::uint32_t attempt) const
{
    std::vector<std::uint32_t> seeds = {static_cast<std::uint32_t>(m_options.seed),
                                        static_cast<std::uint32_t>(m_options.seed >> 32), attempt};
    for (const char c : operationId)
        seeds.push_back(static_cast<unsigned char>(c));
    for (const char c : m_event.operations.front()->id())
        seeds.push_back(static_cast<unsigned char>(c));
    std::seed_seq sequence(seeds.begin(), seeds.end());
    std::array<std::uint32_t, 2> words{};
    sequence.generate(words.begin(), words.end());
    // 53 bits: every double below 1 that they give is exact.
    const std::uint64_t bits = (std::uint64_t{words[0]} << 21) ^ (words[1] >> 11);
    return static_cast<double>(bits & ((std::uint64_t{1} << 53) - 1)) * 0x1.0p-53;
}

} // namespace durable::detail

namespace durable {

ErrorRef exitError(const std::string& requestId, const SimulatedExit& exit)
{
    return durascope::core::errorRef("Runtime.ExitError", "RequestId: " + requestId +
                                                              " Error: Runtime exited with error: exit status " +
                                                              std::to_string(exit.exitStatus));
}

InvocationOutcome runInvocation(const Function& function, const InvocationEvent& event, DurableClient& client,
                                const RunOptions& options)
{
    detail::Invocation invocation(function, event, client, options);
    return invocation.run();
}

} // namespace durable
