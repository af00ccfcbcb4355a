// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/json_scan.h"
#include "engine/core/time.h"
#include "engine/history/object_walk.h"
#include "engine/history/repair.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace durascope::history {

/// Something that had to be repaired, found while an event was read. Findings count only once the whole event is
/// there: an event that the end of a piece of text cuts is read again.
struct Finding
{
    RepairKind kind;
    const char* at;
    std::string_view detail;
};

/// Reads the scalar values of events in all the forms writers give them (history-format sections 12.2 and 13 rules 4
/// and 5), straight from the text. Every function stands on the first character of a value and takes the value; false
/// means what it means for JsonCursor. A value of an unexpected kind is taken and leaves the result empty.
class ValueReader
{
public:
    explicit ValueReader(std::uint32_t maxDepth)
        : m_maxDepth(maxDepth)
    {
    }

    void reset(std::uint32_t depth)
    {
        m_depth = depth;
        m_findings.clear();
        m_strings.clear();
    }

    bool time(core::JsonCursor& cursor, std::optional<core::Timestamp>& result);
    bool integer(core::JsonCursor& cursor, std::optional<std::int64_t>& result);
    /// Seconds, with or without a fraction; as microseconds.
    bool seconds(core::JsonCursor& cursor, std::optional<std::int64_t>& micros);
    bool boolean(core::JsonCursor& cursor, std::optional<bool>& result);
    /// A string, or a scalar of another kind as it stands; null gives nothing. `literal` is the text in the source.
    bool text(core::JsonCursor& cursor, std::string_view& result, std::string_view& literal);
    bool skip(core::JsonCursor& cursor)
    {
        return *cursor.at == '"' ? core::skipString(cursor) : core::skipValue(cursor, m_maxDepth, m_depth);
    }

    void report(RepairKind kind, const char* at, std::string_view detail = {})
    {
        m_findings.push_back({kind, at, detail});
    }
    [[nodiscard]] const std::vector<Finding>& findings() const { return m_findings; }
    [[nodiscard]] DecodedStrings& strings() { return m_strings; }
    [[nodiscard]] bool sawBlankSeparatedTime() const { return m_blankSeparatedTime; }

private:
    std::optional<core::ParsedTime> timeOfText(std::string_view text);
    /// A number or the content of a string that should hold one.
    bool numberText(core::JsonCursor& cursor, std::string_view& number);

    std::uint32_t m_maxDepth;
    std::uint32_t m_depth = 0;
    std::vector<Finding> m_findings;
    DecodedStrings m_strings;
    bool m_blankSeparatedTime = false;
};

} // namespace durascope::history
