// SPDX-License-Identifier: Apache-2.0
#include "engine/store/record_writer.h"

#include "engine/core/ids.h"
#include "engine/store/event_key.h"

#include <array>
#include <utility>

namespace durascope::store {
namespace {

using service::Fact;

/// The event that the fact belongs to, where each event may have its own; of all others only the last one counts.
std::int64_t eventOf(const Fact& fact)
{
    return fact.kind == Fact::Kind::Ready || fact.kind == Fact::Kind::Wanted ? fact.number : 0;
}

bool endsExecution(core::EventType type)
{
    return core::operationTypeOf(type) == core::OperationType::Execution && core::roleOf(type) == core::EventRole::End;
}

std::string nameOf(const Record& record)
{
    const service::Event& first = record.events.front();
    if (first.who && first.who->name)
        return *first.who->name;
    const auto arn = core::parseExecutionArn(record.arn);
    return arn ? arn->executionName : std::string();
}

std::string functionOf(const EncodedRecord& record)
{
    for (const Fact& fact : record.facts) {
        if (fact.kind == Fact::Kind::FunctionName)
            return fact.text;
    }
    const auto arn = core::parseExecutionArn(record.arn);
    return arn ? arn->functionName : std::string();
}

} // namespace

std::string_view toText(Fact::Kind kind)
{
    switch (kind) {
    case Fact::Kind::ReplayChildren:
        return "ReplayChildren";
    case Fact::Kind::Heartbeat:
        return "Heartbeat";
    case Fact::Kind::Depth:
        return "Depth";
    case Fact::Kind::Tenant:
        return "Tenant";
    case Fact::Kind::FunctionName:
        return "FunctionName";
    case Fact::Kind::InvocationFailures:
        return "InvocationFailures";
    case Fact::Kind::FunctionVersion:
        return "FunctionVersion";
    case Fact::Kind::Ready:
        return "Ready";
    case Fact::Kind::Wanted:
        return "Wanted";
    }
    return {};
}

std::optional<Fact::Kind> factKindFromText(std::string_view text)
{
    for (std::uint8_t i = 0; !toText(static_cast<Fact::Kind>(i)).empty(); ++i) {
        if (toText(static_cast<Fact::Kind>(i)) == text)
            return static_cast<Fact::Kind>(i);
    }
    return std::nullopt;
}

EncodedRecord encode(Record&& record)
{
    EncodedRecord encoded;
    encoded.lines.reserve(record.events.size());
    for (const service::Event& event : record.events) {
        encoded.lines.push_back({event.eventId, service::toJson(event)});
        if (endsExecution(event.type))
            encoded.end = {core::toText(core::statusAfter(event.type)), event.time};
    }
    if (!record.events.empty() && record.events.front().eventId == 1) {
        encoded.name = nameOf(record);
        encoded.start = record.events.front().time;
    }
    encoded.arn = std::move(record.arn);
    encoded.facts = std::move(record.facts);
    return encoded;
}

core::Result<RecordWriter> RecordWriter::open(Connection& connection)
{
    RecordWriter writer(connection);
    const std::string find = std::string("SELECT id, ") + kLastEventOfId + " FROM executions WHERE arn = ?1";
    const std::array<std::pair<Statement*, std::string_view>, 8> statements = {{
        {&writer.m_beginTransaction, "BEGIN IMMEDIATE"},
        {&writer.m_commit, "COMMIT"},
        {&writer.m_find, find},
        {&writer.m_begin, "INSERT INTO executions(arn, name, function, status, start) "
                          "VALUES(?1, ?2, ?3, 'RUNNING', ?4)"},
        {&writer.m_addEvent, "INSERT INTO events(key, json) VALUES(?1, ?2)"},
        {&writer.m_setFact, "REPLACE INTO facts(execution, kind, operation, event, time, number, text) "
                            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"},
        {&writer.m_setFunction, "UPDATE executions SET function = ?2 WHERE id = ?1"},
        {&writer.m_setEnd, "UPDATE executions SET status = ?2, ended = ?3 WHERE id = ?1"},
    }};
    for (const auto& [statement, sql] : statements) {
        auto prepared = connection.prepare(sql);
        if (!prepared)
            return std::unexpected(prepared.error());
        *statement = std::move(*prepared);
    }
    return writer;
}

core::Result<void> RecordWriter::write(std::span<const EncodedRecord> records)
{
    if (auto begun = m_beginTransaction.run(); !begun)
        return begun;
    core::Result<void> done;
    for (const EncodedRecord& record : records) {
        done = writeOne(record);
        if (!done)
            break;
    }
    if (done)
        done = m_commit.run();
    if (done)
        return done;
    m_known.clear();
    // Some failures have undone the transaction already, and then there is none to undo.
    (void)m_connection->execute("ROLLBACK");
    return done;
}

void RecordWriter::forget(std::string_view arn)
{
    m_known.erase(std::string(arn));
}

core::Result<void> RecordWriter::writeOne(const EncodedRecord& record)
{
    if (record.lines.empty() && record.facts.empty())
        return {};
    auto execution = find(record);
    if (!execution)
        return std::unexpected(execution.error());
    if (execution->id < 1 || execution->id > kLargestExecution)
        return core::fail(core::ErrorCode::Malformed, "is damaged: the number of an execution is out of range",
                          m_connection->place());
    if (auto done = writeLines(*execution, record); !done)
        return done;
    for (const Fact& fact : record.facts) {
        if (auto done = writeFact(execution->id, fact); !done)
            return done;
    }
    if (!record.end) {
        m_known.insert_or_assign(record.arn, *execution);
        return {};
    }
    m_known.erase(record.arn);
    m_setEnd.bind(1, execution->id);
    m_setEnd.bind(2, record.end->status);
    m_setEnd.bind(3, record.end->time.micros);
    return m_setEnd.run();
}

core::Result<RecordWriter::Known> RecordWriter::find(const EncodedRecord& record)
{
    if (const auto at = m_known.find(record.arn); at != m_known.end())
        return at->second;
    m_find.bind(1, record.arn);
    const auto row = m_find.step();
    std::optional<Known> known;
    if (row && *row)
        known = Known{m_find.integer(0), m_find.integer(1)};
    m_find.reset();
    if (!row)
        return std::unexpected(row.error());
    return known ? core::Result<Known>(*known) : begin(record);
}

core::Result<RecordWriter::Known> RecordWriter::begin(const EncodedRecord& record)
{
    if (record.lines.empty() || record.lines.front().eventId != 1)
        return std::unexpected(outOfOrder(record, 0));
    const std::string function = functionOf(record);
    m_begin.bind(1, record.arn);
    m_begin.bind(2, record.name);
    m_begin.bind(3, function);
    m_begin.bind(4, record.start.micros);
    if (auto done = m_begin.run(); !done)
        return std::unexpected(done.error());
    return Known{m_connection->lastInsertId(), 0};
}

core::Result<void> RecordWriter::writeLines(Known& execution, const EncodedRecord& record)
{
    for (const EncodedRecord::Line& line : record.lines) {
        if (line.eventId != execution.lastEvent + 1)
            return std::unexpected(outOfOrder(record, execution.lastEvent));
        m_addEvent.bind(1, eventKey(execution.id, line.eventId));
        m_addEvent.bind(2, line.json);
        if (auto done = m_addEvent.run(); !done)
            return done;
        execution.lastEvent = line.eventId;
    }
    return {};
}

core::Result<void> RecordWriter::writeFact(std::int64_t execution, const Fact& fact)
{
    m_setFact.bind(1, execution);
    m_setFact.bind(2, toText(fact.kind));
    m_setFact.bind(3, fact.operationId);
    m_setFact.bind(4, eventOf(fact));
    m_setFact.bind(5, fact.time.micros);
    m_setFact.bind(6, fact.number);
    m_setFact.bind(7, fact.text);
    auto done = m_setFact.run();
    if (!done || fact.kind != Fact::Kind::FunctionName)
        return done;
    m_setFunction.bind(1, execution);
    m_setFunction.bind(2, fact.text);
    return m_setFunction.run();
}

core::Error RecordWriter::outOfOrder(const EncodedRecord& record, std::int64_t last) const
{
    const std::string what = record.lines.empty() ? "a fact" : "event " + std::to_string(record.lines.front().eventId);
    return core::Error{core::ErrorCode::Usage,
                       what + " of " + record.arn + " does not follow " +
                           (last == 0 ? std::string("from nothing") : "event " + std::to_string(last)),
                       m_connection->place(),
                       {}};
}

} // namespace durascope::store
