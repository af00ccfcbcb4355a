// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/store/connection.h"
#include "engine/store/library.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace durascope::store {

/// A record as it will stand in the file. Made on the thread that has it, so that whoever writes for all has little to
/// do.
struct EncodedRecord
{
    struct Line
    {
        std::int64_t eventId = 0;
        std::string json;
    };
    struct End
    {
        std::string_view status;
        core::Timestamp time;
    };

    std::string arn;
    std::vector<Line> lines;
    std::vector<service::Fact> facts;
    std::string name;      ///< of the execution, when the record begins one
    core::Timestamp start; ///< same
    std::optional<End> end;
};
[[nodiscard]] EncodedRecord encode(Record&& record);

/// The words that stand for the kinds of facts in the file; empty for a number that is no kind. NOTE: do not change.
[[nodiscard]] std::string_view toText(service::Fact::Kind kind);
[[nodiscard]] std::optional<service::Fact::Kind> factKindFromText(std::string_view text);

/// Writes records, a group at a time in one transaction. Not thread safe.
class RecordWriter
{
public:
    /// The connection must outlive it. Errors: Malformed when the file lacks a table.
    [[nodiscard]] static core::Result<RecordWriter> open(Connection& connection);

    /// All or none, on the disk when it returns. Errors: Usage when events do not follow those already there; else as
    /// Library::commit().
    [[nodiscard]] core::Result<void> write(std::span<const EncodedRecord> records);
    /// The execution was removed.
    void forget(std::string_view arn);

private:
    struct Known
    {
        std::int64_t id = 0;
        std::int64_t lastEvent = 0; ///< 0: none
    };

    explicit RecordWriter(Connection& connection)
        : m_connection(&connection)
    {
    }
    [[nodiscard]] core::Result<void> writeOne(const EncodedRecord& record);
    [[nodiscard]] core::Result<Known> find(const EncodedRecord& record);
    [[nodiscard]] core::Result<Known> begin(const EncodedRecord& record);
    [[nodiscard]] core::Result<void> writeLines(Known& execution, const EncodedRecord& record);
    [[nodiscard]] core::Result<void> writeFact(std::int64_t execution, const service::Fact& fact);
    [[nodiscard]] core::Error outOfOrder(const EncodedRecord& record, std::int64_t last) const;

    Connection* m_connection;
    Statement m_beginTransaction;
    Statement m_commit;
    Statement m_find;
    Statement m_begin;
    Statement m_addEvent;
    Statement m_setFact;
    Statement m_setFunction;
    Statement m_setEnd;
    /// Executions that are being written; those that have ended are looked up again when something follows.
    std::unordered_map<std::string, Known> m_known;
};

} // namespace durascope::store
