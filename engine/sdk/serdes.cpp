// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/serdes.h"

#include "engine/core/json_scan.h"
#include "engine/core/json_view.h"
#include "engine/core/text.h"

namespace durable {

namespace core = durascope::core;

namespace detail {
namespace {

core::JsonCursor cursorOver(std::string_view text)
{
    core::JsonCursor cursor;
    cursor.at = text.data();
    cursor.end = text.data() + text.size();
    return cursor;
}

bool isTooDeep(std::string_view text)
{
    core::JsonCursor cursor = cursorOver(text);
    return core::skipBlanks(cursor) && !core::skipValue(cursor, core::kMaxJsonDepth) && cursor.problem &&
           std::string_view(cursor.problem) == core::json_problem::kTooDeep;
}

/// Without the "[json.exception.parse_error.101] " that nlohmann_json begins its messages with.
std::string withoutCode(std::string_view message)
{
    const std::size_t end = message.starts_with('[') ? message.find("] ") : std::string_view::npos;
    return std::string(end == std::string_view::npos ? message : message.substr(end + 2));
}

} // namespace

json parseJsonText(std::string_view text)
{
    // Copying and writing a json go down level by level on the stack, so what is nested without bound stays outside.
    if (isTooDeep(text))
        throwSerdes("the JSON is nested deeper than " + std::to_string(core::kMaxJsonDepth) + " levels");
    try {
        return json::parse(text);
    } catch (const json::exception& exception) {
        throwSerdes(withoutCode(exception.what()));
    }
}

std::string dumpJson(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string quoteText(std::string_view text)
{
    return core::quoteJson(text);
}

bool unquoteText(std::string_view text, std::string& out)
{
    if (text.empty() || text.front() != '"')
        return false;
    core::JsonCursor cursor = cursorOver(text);
    if (!core::skipString(cursor) || !cursor.atEnd() || !core::isValidUtf8(text))
        return false;
    if (cursor.escaped)
        out = core::decodeString({core::JsonKind::String, text});
    else
        out = text.substr(1, text.size() - 2);
    return true;
}

void throwSerdes(const std::string& message)
{
    throw SerdesError(message);
}

} // namespace detail

Serdes<std::string> textSerdes()
{
    return {[](const std::string& value, const SerdesContext&) { return std::optional(value); },
            [](const std::optional<std::string>& text, const SerdesContext&) { return text.value_or(std::string()); }};
}

} // namespace durable
