// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/operation_call.h"

#include "engine/sdk/unwind.h"
#include "engine/sdk/validation.h"

#include <algorithm>

namespace durable::detail {

using durascope::core::errorRef;
using durascope::core::OperationIdentity;

namespace {

constexpr std::int64_t kMaxDelay = 31'622'400;

std::string shown(std::string_view text)
{
    return text.empty() ? "none" : '"' + std::string(text) + '"';
}

std::string mismatch(const char* what, const std::string& expected, const std::string& got)
{
    return std::string("Operation ") + what + " mismatch: expected " + expected + " but got " + got;
}

} // namespace

OperationCall::OperationCall(ContextState& context, const Claim& claim, OperationType type, std::string_view subType,
                             std::string_view name)
    : m_context(context)
    , m_invocation(context.invocation())
    , m_claim(claim)
    , m_type(type)
    , m_subType(subType)
    , m_name(name)
{
    validateName(name);
}

const IdentityRef& OperationCall::identity()
{
    if (m_identity)
        return m_identity;
    if (const OperationRef recorded = record()) {
        m_identity = recorded->identity;
        return m_identity;
    }
    auto made = std::make_shared<OperationIdentity>();
    made->id = m_claim.id;
    made->parentId = m_context.parentId();
    if (!m_name.empty())
        made->name = std::string(m_name);
    made->subType = std::string(m_subType);
    made->type = m_type;
    m_identity = std::move(made);
    return m_identity;
}

OperationRef OperationCall::meet()
{
    OperationRef recorded = record();
    if (std::exchange(m_met, true) || !recorded) {
        if (!recorded)
            m_context.noteLive();
        return recorded;
    }
    compare(*recorded);
    if (!durascope::core::isTerminal(recorded->status)) {
        if (recorded->type() == OperationType::Step)
            m_context.noteLive();
        if (!m_invocation.plugins().empty())
            m_invocation.plugins().operationStart(m_invocation.info(*recorded, true));
    }
    return recorded;
}

/// Whether the record is of what this code asks for; an empty name counts as none.
void OperationCall::compare(const Operation& recorded)
{
    std::string what;
    if (recorded.type() != m_type)
        what = mismatch("type", std::string(toText(recorded.type())), std::string(toText(m_type)));
    else if (recorded.subType() != m_subType)
        what = mismatch("subtype", shown(recorded.subType()), shown(m_subType));
    else if (recorded.name() != m_name)
        what = mismatch("name", shown(recorded.name()), shown(m_name));
    else if (recorded.identity->parentId != m_context.parentId())
        what = mismatch("parent", shown(recorded.identity->parentId.value_or("")),
                        shown(m_context.parentId().value_or("")));
    if (what.empty())
        return;
    const NonDeterministicExecutionError error(
        "Non-deterministic execution detected at operation " + m_claim.path + ": " + what +
        ". The code does something else here than what was recorded (id " + m_claim.id + ")");
    m_invocation.fatal(errorRef(error.toErrorObject()));
}

OperationUpdate OperationCall::update(UpdateAction action)
{
    OperationUpdate update;
    update.identity = identity();
    update.action = action;
    return update;
}

void OperationCall::sendStart(OperationUpdate update, Sent until)
{
    if (!m_invocation.plugins().empty() && !record()) {
        Operation begun;
        begun.identity = identity();
        begun.start = m_invocation.client().now();
        m_invocation.plugins().operationStart(m_invocation.info(begun, false));
    }
    send(std::move(update), until);
}

void OperationCall::send(OperationUpdate update, Sent until)
{
    std::vector<OperationUpdate> updates;
    updates.push_back(std::move(update));
    m_invocation.send(std::move(updates), until);
}

OperationRef OperationCall::parkWhile(OperationStatus status)
{
    m_invocation.parkWhile(m_claim.id, status);
    return record();
}

ErrorRef AttemptRun::run(const std::function<void(StepContext&)>& body)
{
    Invocation& invocation = call.invocation();
    AttemptInfo info;
    if (!invocation.plugins().empty()) {
        if (const OperationRef record = call.record())
            info.operation = invocation.info(*record, false);
        info.attempt = attempt;
        info.start = invocation.client().now();
        invocation.plugins().attemptStart(info);
    }
    ErrorRef error;
    try {
        const ContextState::Busy busy(call.context());
        const Strand* const strand = Scheduler::current();
        StepContext context(operationLogger(invocation, call.id(), call.name(), attempt), attempt, call.id(),
                            strand ? strand->stop.get_token() : std::stop_token());
        body(context);
    } catch (const Unwind&) {
        throw;
    } catch (const SimulatedExit& exit) {
        invocation.simulatedExit(exit);
    } catch (const FatalError& fatal) {
        invocation.fatal(errorRef(fatal.toErrorObject()));
    } catch (...) {
        error = errorRef(currentErrorObject());
    }
    // The body may have swallowed what a forbidden durable call inside it threw.
    invocation.checkMayGoOn();
    if (!invocation.plugins().empty()) {
        info.end = invocation.client().now();
        info.outcome = error ? "FAILED" : "SUCCEEDED";
        info.error = error;
        invocation.plugins().attemptEnd(info);
    }
    return error;
}

RetryVerdict askStrategy(OperationCall& call, const RetryStrategy& strategy, ErrorRef error, std::uint32_t attempt)
{
    // Values that cannot be written or read will not become readable by trying again.
    if (error->type && *error->type == "SerdesError")
        return {RetryDecision::stop(), std::move(error)};
    const AttemptContext context{attempt, call.invocation().random(call.id(), attempt)};
    try {
        const RetryDecision decision = strategy ? strategy(*error, context) : retry::standard()(*error, context);
        return {decision, std::move(error)};
    } catch (const Unwind&) {
        throw;
    } catch (...) {
        return {RetryDecision::stop(), errorRef(currentErrorObject())};
    }
}

std::int64_t delaySeconds(std::chrono::seconds delay)
{
    return std::clamp<std::int64_t>(delay.count(), 1, kMaxDelay);
}

} // namespace durable::detail
