// SPDX-License-Identifier: Apache-2.0
// The way of an invocation to the service (execution-model section 4): one request in flight, strictly in order, what
// strands send meanwhile travels together, and after a failure nothing more is sent.
#include "engine/sdk/invocation.h"
#include "engine/sdk/unwind.h"

#include <algorithm>
#include <cctype>

namespace durable::detail {

using durascope::core::errorRef;

namespace {

constexpr std::size_t kMaxUpdates = 250;
constexpr std::size_t kMaxBytes = 750'000;
constexpr std::size_t kBytesAnUpdate = 256; ///< its members beside payload and error

std::size_t sizeOf(const OperationUpdate& update)
{
    std::size_t size = kBytesAnUpdate;
    if (update.payload)
        size += update.payload->size();
    if (update.error && update.error->message)
        size += update.error->message->size();
    if (update.error && update.error->data)
        size += update.error->data->size();
    return size;
}

bool startsWithIgnoringCase(std::string_view text, std::string_view lowerCase)
{
    return text.size() >= lowerCase.size() &&
           std::equal(lowerCase.begin(), lowerCase.end(), text.begin(), [](char a, char b) {
               return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
           });
}

/// Execution-model section 4.5: whose failure a refused request is.
bool failsTheExecution(const ServiceError& error)
{
    if (error.type.starts_with("KMS"))
        return true;
    if (error.status == 429 || error.status < 400 || error.status >= 500)
        return false;
    const bool token = error.type == "InvalidParameterValueException" &&
                       startsWithIgnoringCase(error.message, "invalid checkpoint token");
    return !token;
}

} // namespace

void Invocation::send(std::vector<OperationUpdate> updates, Sent until)
{
    Lock lock(m_mutex);
    m_scheduler->checkMayGoOn(lock);
    m_queued += updates.size();
    std::ranges::move(updates, std::back_inserter(m_queue));
    if (until == Sent::Queued)
        return;
    const std::uint64_t mine = m_queued;
    std::uint64_t ticket = 0;
    while (m_answered < mine && !m_failure && !m_fatal) {
        if (m_inFlight)
            answered(mine <= m_taken ? m_batch : m_batch + 1).wait(lock);
        else
            ticket = transmit(lock);
    }
    if (until == Sent::Stored && m_answered >= mine)
        m_scheduler->awaitStored(lock, std::max(ticket, m_ticket));
    m_scheduler->yield(lock);
    m_scheduler->checkMayGoOn(lock);
}

/// As many queued updates as one request takes; one that is too large for any goes alone.
std::vector<OperationUpdate> Invocation::takeBatch()
{
    std::size_t bytes = 0;
    std::size_t count = 0;
    while (count < m_queue.size() && count < kMaxUpdates) {
        bytes += sizeOf(m_queue[count]);
        if (count > 0 && bytes > kMaxBytes)
            break;
        ++count;
    }
    if (count == m_queue.size())
        return std::exchange(m_queue, {});
    const auto end = m_queue.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<OperationUpdate> batch(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(end));
    m_queue.erase(m_queue.begin(), end);
    return batch;
}

/// One request with what is queued, possibly nothing: a poll. Returns the ticket of its answer.
std::uint64_t Invocation::transmit(Lock& lock)
{
    CheckpointRequest request;
    request.executionArn = m_event.executionArn;
    request.token = m_token;
    request.updates = takeBatch();
    m_taken += request.updates.size();
    ++m_batch;
    m_inFlight = true;
    m_scheduler->noteMerged();
    lock.unlock();
    std::expected<CheckpointAnswer, ServiceError> answer;
    std::optional<SimulatedExit> exit;
    try {
        answer = m_client.checkpoint(request);
    } catch (const SimulatedExit& thrown) {
        exit = thrown;
    }
    lock.lock();
    m_inFlight = false;
    m_answered += request.updates.size();
    answered(m_batch).notify_all();
    answered(m_batch + 1).notify_one();
    if (exit) {
        failInvocation(lock, exitError(m_event.requestId, *exit));
        return 0;
    }
    if (!answer) {
        refused(lock, answer.error());
        return 0;
    }
    if (answer->token)
        m_token = *answer->token;
    else
        m_closed = true;
    m_ticket = std::max(m_ticket, answer->ticket);
    const Merged merged = merge(lock, *answer, request.updates);
    m_scheduler->changed(lock);
    if (!m_plugins.empty() && !merged.changed.empty()) {
        lock.unlock();
        announce(merged);
        lock.lock();
    }
    return answer->ticket;
}

Invocation::Merged Invocation::merge(Lock& /*lock*/, const CheckpointAnswer& answer,
                                     const std::vector<OperationUpdate>& own)
{
    Merged merged;
    for (const OperationRef& operation : answer.operations) {
        const OperationRef before = m_table.put(operation);
        const bool asked = std::ranges::any_of(
            own, [&](const OperationUpdate& update) { return update.identity->id == operation->id(); });
        if (!asked && m_scheduler->hasEvicted())
            m_changedOutside = true;
        if (before && before->status == operation->status)
            continue;
        merged.changed.push_back(operation);
        const bool ended = durascope::core::isTerminal(operation->status);
        if (ended && (!before || !durascope::core::isTerminal(before->status)))
            merged.ended.push_back(operation);
    }
    return merged;
}

void Invocation::announce(const Merged& merged)
{
    OperationChangeInfo change;
    change.executionArn = m_event.executionArn;
    for (const OperationRef& operation : merged.changed)
        change.updatedOperations.push_back(info(*operation, false));
    {
        const std::lock_guard lock(m_mutex);
        change.operations = m_table.all();
    }
    m_plugins.operationChange(change);
    for (const OperationRef& operation : merged.ended)
        m_plugins.operationEnd(info(*operation, false));
}

void Invocation::refused(Lock& lock, const ServiceError& error)
{
    if (!failsTheExecution(error)) {
        failInvocation(lock, errorRef(error.type, error.message));
        return;
    }
    if (!m_fatal)
        m_fatal = errorRef(error.type, error.message);
    wakeSenders();
    m_scheduler->endAll(lock);
}

/// Nothing is sent any more.
void Invocation::wakeSenders()
{
    for (std::condition_variable& waiting : m_channel)
        waiting.notify_all();
}

void Invocation::failInvocation(Lock& lock, ErrorRef error)
{
    if (!m_failure)
        m_failure = std::move(error);
    wakeSenders();
    m_scheduler->endAll(lock);
}

void Invocation::storageFailed(Lock& lock, const ServiceError& error)
{
    failInvocation(lock, errorRef(error.type, error.message));
}

void Invocation::pollService()
{
    Lock lock(m_mutex);
    if (!m_inFlight && !m_failure && !m_fatal && !m_closed)
        static_cast<void>(transmit(lock));
}

/// Before the invocation answers, everything is sent and stored (section 4.4).
void Invocation::drain()
{
    Lock lock(m_mutex);
    while (!m_queue.empty() && !m_failure && !m_fatal)
        static_cast<void>(transmit(lock));
    if (m_failure || m_client.isStored(m_ticket))
        return;
    const std::uint64_t ticket = m_ticket;
    lock.unlock();
    const auto stored = m_client.awaitStored(ticket);
    lock.lock();
    if (!stored)
        storageFailed(lock, stored.error());
}

} // namespace durable::detail
