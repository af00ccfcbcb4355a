// SPDX-License-Identifier: Apache-2.0
#include "engine/store/record_reader.h"

#include "engine/store/event_key.h"
#include "engine/store/record_writer.h"

#include <optional>

namespace durascope::store {
namespace {

/// The question as SQL; the texts stand for its parameters, in order.
std::string sqlOf(const ListQuery& query, std::vector<std::string_view>& texts)
{
    std::string sql =
        std::string("SELECT arn, name, function, status, start, ended, ") + kLastEventOfId + " FROM executions";
    const char* glue = " WHERE ";
    const auto demand = [&](const char* column, std::string_view text) {
        sql += glue;
        sql += column;
        glue = " AND ";
        texts.push_back(text);
    };
    if (!query.functionName.empty())
        demand("function = ?", query.functionName);
    if (!query.name.empty())
        demand("name = ?", query.name);
    if (!query.statuses.empty()) {
        demand("status IN (?", query.statuses.front());
        for (std::size_t i = 1; i < query.statuses.size(); ++i) {
            sql += ", ?";
            texts.push_back(query.statuses[i]);
        }
        sql += ')';
    }
    sql += query.newestFirst ? " ORDER BY start DESC, id DESC" : " ORDER BY start, id";
    if (query.limit != 0 || query.offset != 0)
        sql += " LIMIT " + (query.limit == 0 ? std::string("-1") : std::to_string(query.limit)) + " OFFSET " +
               std::to_string(query.offset);
    return sql;
}

} // namespace

template <typename T>
core::Result<T> RecordReader::atOneMoment(const std::function<core::Result<T>()>& question)
{
    if (auto begun = m_connection->execute("BEGIN"); !begun)
        return std::unexpected(begun.error());
    core::Result<T> answer = question();
    // Only reading was done; what matters is that the connection lets go of that moment.
    if (auto ended = m_connection->execute("ROLLBACK"); !ended && answer)
        return std::unexpected(ended.error());
    return answer;
}

core::Result<std::vector<ExecutionSummary>> RecordReader::list(const ListQuery& query)
{
    std::vector<std::string_view> texts;
    auto statement = m_connection->prepare(sqlOf(query, texts), false);
    if (!statement)
        return std::unexpected(statement.error());
    int parameter = 0;
    for (const std::string_view text : texts)
        statement->bind(++parameter, text);
    std::vector<ExecutionSummary> found;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        ExecutionSummary& summary = found.emplace_back();
        summary.arn = statement->text(0);
        summary.name = statement->text(1);
        summary.functionName = statement->text(2);
        summary.status = statement->text(3);
        summary.start = core::Timestamp{statement->integer(4)};
        if (!statement->isNull(5))
            summary.end = core::Timestamp{statement->integer(5)};
        summary.events = statement->integer(6);
    }
    if (!row)
        return std::unexpected(row.error());
    return found;
}

core::Result<std::vector<std::string>> RecordReader::unfinished()
{
    auto statement = m_connection->prepare("SELECT arn FROM executions WHERE ended IS NULL ORDER BY start, id", false);
    if (!statement)
        return std::unexpected(statement.error());
    std::vector<std::string> found;
    auto row = statement->step();
    for (; row && *row; row = statement->step())
        found.emplace_back(statement->text(0));
    if (!row)
        return std::unexpected(row.error());
    return found;
}

core::Result<StoredExecution> RecordReader::load(std::string_view arn)
{
    return atOneMoment<StoredExecution>([&]() -> core::Result<StoredExecution> {
        StoredExecution stored;
        const auto execution = eachLine(arn, [&](std::string_view json) -> core::Result<void> {
            auto event = service::eventFromJson(json);
            const auto next = static_cast<std::int64_t>(stored.events.size()) + 1;
            if (!event)
                return std::unexpected(
                    damaged(arn, "event " + std::to_string(next) + " cannot be read: " + event.error().message));
            if (event->eventId != next)
                return std::unexpected(damaged(arn, "event " + std::to_string(next) + " is another one"));
            stored.events.push_back(std::move(*event));
            return {};
        });
        if (!execution)
            return std::unexpected(execution.error());
        auto facts = this->facts(*execution);
        if (!facts)
            return std::unexpected(facts.error());
        stored.facts = std::move(*facts);
        return stored;
    });
}

core::Result<std::string> RecordReader::historyJson(std::string_view arn)
{
    return atOneMoment<std::string>([&]() -> core::Result<std::string> {
        std::string text = "{\"Events\":[";
        const char* glue = "\n";
        const auto execution = eachLine(arn, [&](std::string_view json) -> core::Result<void> {
            text += glue;
            text += json;
            glue = ",\n";
            return {};
        });
        if (!execution)
            return std::unexpected(execution.error());
        return text += "\n]}\n";
    });
}

core::Result<std::int64_t> RecordReader::eachLine(std::string_view arn, const Line& line)
{
    auto find = m_connection->prepare("SELECT id FROM executions WHERE arn = ?1", false);
    if (!find)
        return std::unexpected(find.error());
    find->bind(1, arn);
    const auto found = find->step();
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return core::fail(core::ErrorCode::NotFound, "no such execution: " + std::string(arn), m_connection->place());
    const std::int64_t execution = find->integer(0);
    if (execution < 1 || execution > kLargestExecution)
        return std::unexpected(damaged(arn, "its number is out of range"));
    auto lines = m_connection->prepare("SELECT key, json FROM events WHERE key > ?1 AND key < ?2 ORDER BY key", false);
    if (!lines)
        return std::unexpected(lines.error());
    lines->bind(1, eventKey(execution, 0));
    lines->bind(2, eventKey(execution + 1, 0));
    std::int64_t last = 0;
    auto row = lines->step();
    for (; row && *row; row = lines->step()) {
        if (lines->integer(0) != eventKey(execution, ++last))
            return std::unexpected(damaged(arn, "event " + std::to_string(last) + " is missing"));
        if (auto done = line(lines->text(1)); !done)
            return std::unexpected(done.error());
    }
    if (!row)
        return std::unexpected(row.error());
    if (last == 0)
        return std::unexpected(damaged(arn, "it has no events"));
    return execution;
}

core::Result<std::vector<service::Fact>> RecordReader::facts(std::int64_t execution)
{
    auto statement = m_connection->prepare("SELECT kind, operation, time, number, text FROM facts "
                                           "WHERE execution = ?1 ORDER BY id",
                                           false);
    if (!statement)
        return std::unexpected(statement.error());
    statement->bind(1, execution);
    std::vector<service::Fact> facts;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        const std::optional<service::Fact::Kind> kind = factKindFromText(statement->text(0));
        if (!kind)
            return core::fail(core::ErrorCode::Malformed,
                              "is damaged: there is no fact \"" + std::string(statement->text(0)) + '"',
                              m_connection->place());
        facts.push_back({*kind, std::string(statement->text(1)), core::Timestamp{statement->integer(2)},
                         statement->integer(3), std::string(statement->text(4))});
    }
    if (!row)
        return std::unexpected(row.error());
    return facts;
}

core::Error RecordReader::damaged(std::string_view arn, const std::string& what) const
{
    return core::Error{
        core::ErrorCode::Malformed, "is damaged: " + what + ", in " + std::string(arn), m_connection->place(), {}};
}

} // namespace durascope::store
