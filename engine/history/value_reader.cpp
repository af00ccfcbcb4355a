// SPDX-License-Identifier: Apache-2.0
#include "engine/history/value_reader.h"

#include "engine/core/decimal.h"
#include "engine/history/name_table.h"

#include <algorithm>

namespace durascope::history {
namespace {

using core::JsonCursor;
using core::JsonKind;
using core::JsonView;

enum class TimePart { Seconds, Nanos };

// What serializers of Java, .NET, protobuf and Firestore call the two halves of an instant.
constexpr NameTable<TimePart, 9> kTimeParts{{{{"seconds", TimePart::Seconds},
                                              {"epochSecond", TimePart::Seconds},
                                              {"epochSeconds", TimePart::Seconds},
                                              {"second", TimePart::Seconds},
                                              {"nanos", TimePart::Nanos},
                                              {"nano", TimePart::Nanos},
                                              {"nanoseconds", TimePart::Nanos},
                                              {"nanosecond", TimePart::Nanos},
                                              {"nanoOfSecond", TimePart::Nanos}}}};

bool isNumberStart(char c)
{
    return c == '-' || (c >= '0' && c <= '9');
}

/// `{"seconds": 1764802792, "nanos": 607000000}` and its relatives.
std::optional<core::ParsedTime> timeOfParts(JsonView object)
{
    std::optional<std::int64_t> seconds;
    std::int64_t nanos = 0;
    core::forEachMember(object, [&](std::string_view key, JsonView value) {
        const auto part = kTimeParts.find(key);
        const auto number = part ? core::toInteger(value) : std::nullopt;
        if (number && part->value == TimePart::Seconds) {
            seconds = number;
        } else if (number) {
            nanos = *number;
        }
        return true;
    });
    constexpr std::int64_t kMicrosPerSecond = 1'000'000;
    if (!seconds || *seconds < core::kEarliest.micros / kMicrosPerSecond ||
        *seconds > core::kLatest.micros / kMicrosPerSecond || nanos < 0 || nanos >= 1'000'000'000) {
        return std::nullopt;
    }
    core::ParsedTime result;
    result.time = core::Timestamp{*seconds * kMicrosPerSecond + nanos / 1000};
    result.lostDigits = nanos % 1000 != 0;
    return result;
}

} // namespace

std::optional<core::ParsedTime> ValueReader::timeOfText(std::string_view text)
{
    constexpr std::size_t kAfterYear = 4;
    constexpr std::size_t kAfterDate = 10;
    if (text.size() <= kAfterDate || text[kAfterYear] != '-') {
        return core::parseEpochTime(text);
    }
    m_blankSeparatedTime = m_blankSeparatedTime || text[kAfterDate] == ' ';
    return core::parseIsoTime(text);
}

bool ValueReader::time(JsonCursor& cursor, std::optional<core::Timestamp>& result)
{
    const char* const begin = cursor.at;
    const char first = *begin;
    if (!skip(cursor)) {
        return false;
    }
    const std::string_view literal = textBetween(begin, cursor.at);
    std::optional<core::ParsedTime> parsed;
    if (first == '"') {
        parsed = timeOfText(m_strings.text(literal, cursor.escaped));
    } else if (isNumberStart(first)) {
        parsed = core::parseEpochTime(literal);
    } else if (first == '{') {
        parsed = timeOfParts({JsonKind::Object, literal});
    } else if (first == 'n') {
        return true;
    }
    if (!parsed) {
        report(RepairKind::TimeUnreadable, begin, literal);
        return true;
    }
    if (parsed->zone == core::ZoneKind::Missing) {
        report(RepairKind::ZoneMissing, begin, literal);
    }
    if (parsed->lostDigits) {
        report(RepairKind::DigitsLost, begin, literal);
    }
    result = parsed->time;
    return true;
}

bool ValueReader::numberText(JsonCursor& cursor, std::string_view& number)
{
    const char* const begin = cursor.at;
    if (isNumberStart(*begin)) {
        if (!core::skipNumber(cursor)) {
            return false;
        }
        number = textBetween(begin, cursor.at);
        return true;
    }
    if (!skip(cursor)) {
        return false;
    }
    if (*begin == '"') {
        number = m_strings.text(textBetween(begin, cursor.at), cursor.escaped);
        if (!number.empty()) {
            report(RepairKind::NumberAsText, begin, number);
        }
    }
    return true;
}

bool ValueReader::integer(JsonCursor& cursor, std::optional<std::int64_t>& result)
{
    std::string_view text;
    if (!numberText(cursor, text)) {
        return false;
    }
    // Nearly every integer of a history is a short run of digits.
    constexpr std::size_t kShort = 18;
    if (!text.empty() && text.size() <= kShort &&
        std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
        std::int64_t value = 0;
        for (const char c : text) {
            value = value * 10 + (c - '0');
        }
        result = value;
        return true;
    }
    const auto decimal = core::Decimal::parse(text);
    const auto scaled = decimal ? decimal->scaled(0) : std::nullopt;
    if (scaled && !scaled->lostDigits) {
        result = scaled->value;
    }
    return true;
}

bool ValueReader::seconds(JsonCursor& cursor, std::optional<std::int64_t>& micros)
{
    std::string_view text;
    if (!numberText(cursor, text)) {
        return false;
    }
    const auto decimal = core::Decimal::parse(text);
    const auto scaled = decimal ? decimal->scaled(6) : std::nullopt;
    if (scaled) {
        micros = scaled->value;
    }
    return true;
}

bool ValueReader::boolean(JsonCursor& cursor, std::optional<bool>& result)
{
    const char* const begin = cursor.at;
    if (!skip(cursor)) {
        return false;
    }
    const JsonKind kind = *begin == 't'   ? JsonKind::True
                          : *begin == 'f' ? JsonKind::False
                          : *begin == '"' ? JsonKind::String
                                          : JsonKind::Null;
    result = core::toBool({kind, textBetween(begin, cursor.at)});
    return true;
}

bool ValueReader::text(JsonCursor& cursor, std::string_view& result, std::string_view& literal)
{
    const char* const begin = cursor.at;
    const char first = *begin;
    if (!skip(cursor)) {
        return false;
    }
    if (first == 'n' || first == '{' || first == '[') {
        return true;
    }
    literal = textBetween(begin, cursor.at);
    result = first == '"' ? m_strings.text(literal, cursor.escaped) : literal;
    return true;
}

} // namespace durascope::history
