// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/context_state.h"

#include "engine/sdk/operation_path.h"

namespace durable::detail {

using durascope::core::errorRef;

namespace {

class ContextLog final : public Logger::Source
{
public:
    ContextLog(Invocation& invocation, const ContextState& context)
        : m_invocation(invocation)
        , m_context(context)
    {
    }
    [[nodiscard]] bool silent() const override { return m_context.replaying() && !m_context.repeatsLogs(); }
    [[nodiscard]] LogLevel threshold() const override { return m_invocation.logThreshold(); }
    void emit(LogLevel level, std::string_view message, const std::string& fields) override
    {
        LogRecord record;
        record.level = level;
        record.message = message;
        record.fields = fields;
        if (m_context.parentId())
            record.operationId = *m_context.parentId();
        m_invocation.log(std::move(record));
    }

private:
    Invocation& m_invocation;
    const ContextState& m_context;
};

class OperationLog final : public Logger::Source
{
public:
    OperationLog(Invocation& invocation, LogRecord pattern)
        : m_invocation(invocation)
        , m_pattern(std::move(pattern))
    {
    }
    [[nodiscard]] bool silent() const override { return false; }
    [[nodiscard]] LogLevel threshold() const override { return m_invocation.logThreshold(); }
    void emit(LogLevel level, std::string_view message, const std::string& fields) override
    {
        LogRecord record = m_pattern;
        record.level = level;
        record.message = message;
        record.fields = fields;
        m_invocation.log(std::move(record));
    }

private:
    Invocation& m_invocation;
    const LogRecord m_pattern;
};

} // namespace

Logger operationLogger(Invocation& invocation, std::string operationId, std::string_view name, std::uint32_t attempt)
{
    LogRecord pattern;
    pattern.operationId = std::move(operationId);
    if (!name.empty())
        pattern.operationName = std::string(name);
    pattern.attempt = attempt;
    return Logger(std::make_shared<OperationLog>(invocation, std::move(pattern)));
}

ContextState::ContextState(Invocation& invocation, std::string path, std::optional<std::string> parentId, Replay replay)
    : m_invocation(invocation)
    , m_path(std::move(path))
    , m_parentId(std::move(parentId))
    , m_mode(replay)
    , m_owner(Scheduler::current())
    , m_replaying(true)
    , m_logger(std::make_shared<ContextLog>(invocation, *this))
{
    noteDone();
}

Claim ContextState::childClaim(std::uint32_t number) const
{
    Claim claim;
    claim.path = childPath(m_path, number);
    claim.id = wireId(claim.path);
    return claim;
}

/// A context used from outside of its strand, or while an inner scope runs, would hand out ids in an order that no
/// replay repeats.
void ContextState::checkUse()
{
    const bool foreign = Scheduler::current() != m_owner;
    if (!foreign && m_busy == 0)
        return;
    const std::string where = m_path.empty() ? "the handler's context" : "the context " + m_path;
    const ContextUsageError error(
        where + (foreign ? " was used on a branch or thread that it does not belong to: use the context that was "
                           "given to this branch"
                         : " was used while a step, child context or branch inside it runs: use the inner context, "
                           "and no durable operation inside a step"));
    if (Scheduler::current() == nullptr)
        throw error;
    m_invocation.fatal(errorRef(error.toErrorObject()));
}

Claim ContextState::claim()
{
    m_invocation.checkMayGoOn();
    checkUse();
    Claim next = m_peeked ? std::move(*m_peeked) : childClaim(m_next);
    m_peeked.reset();
    ++m_next;
    m_invocation.rememberPath(next.id, next.path);
    return next;
}

bool ContextState::nextIsRecorded()
{
    if (!m_peeked)
        m_peeked = childClaim(m_next);
    if (m_invocation.find(m_peeked->id))
        return true;
    // Virtual contexts leave no record, but what they do does.
    return m_invocation.find(wireId(childPath(m_peeked->path, 1))) != nullptr;
}

void ContextState::noteLive()
{
    if (m_mode == Replay::AsRecorded && Scheduler::current() == m_owner)
        m_replaying = false;
}

void ContextState::noteDone()
{
    if (m_replaying && m_mode == Replay::AsRecorded && Scheduler::current() == m_owner && !nextIsRecorded())
        m_replaying = false;
}

bool ContextState::repeatsLogs() const
{
    return m_invocation.function().logger.whileReplaying == LoggerConfig::Replay::Repeat;
}

SerdesContext ContextState::serdesContext(const Claim& claim) const
{
    return {m_invocation.event().executionArn, claim.id, claim.path};
}

const std::string& ContextState::executionArn() const
{
    return m_invocation.event().executionArn;
}

const std::string& ContextState::requestId() const
{
    return m_invocation.event().requestId;
}

Timestamp ContextState::now() const
{
    return m_invocation.client().now();
}

std::optional<Timestamp> ContextState::deadline() const
{
    return m_invocation.event().deadline;
}

const std::optional<std::string>& ContextState::tenantId() const
{
    return m_invocation.event().tenantId;
}

} // namespace durable::detail
