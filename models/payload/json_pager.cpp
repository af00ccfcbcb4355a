// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/json_pager.h"

#include <cstring>

namespace durascope::models {

using core::JsonKind;
using core::JsonView;

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Behind the closing quote of the string that begins at `at`.
std::size_t endOfString(std::string_view text, std::size_t at)
{
    ++at;
    while (at < text.size()) {
        const void* quote = std::memchr(text.data() + at, '"', text.size() - at);
        if (quote == nullptr)
            return text.size();
        const auto found = static_cast<std::size_t>(static_cast<const char*>(quote) - text.data());
        std::size_t backslashes = 0;
        while (found - backslashes > at && text[found - backslashes - 1] == '\\')
            ++backslashes;
        at = found + 1;
        if (backslashes % 2 == 0)
            return at;
    }
    return text.size();
}

/// Behind the bracket that closes the container at `at`.
std::size_t endOfContainer(std::string_view text, std::size_t at)
{
    std::size_t depth = 0;
    while (at < text.size()) {
        switch (text[at]) {
        case '"':
            at = endOfString(text, at);
            continue;
        case '{':
        case '[':
            ++depth;
            break;
        case '}':
        case ']':
            if (--depth == 0)
                return at + 1;
            break;
        default:
            break;
        }
        ++at;
    }
    return text.size();
}

std::size_t endOfScalar(std::string_view text, std::size_t at)
{
    while (at < text.size() && !isBlank(text[at]) && text[at] != ',' && text[at] != '}' && text[at] != ']')
        ++at;
    return at;
}

} // namespace

JsonKind jsonKindOf(char first)
{
    switch (first) {
    case '{':
        return JsonKind::Object;
    case '[':
        return JsonKind::Array;
    case '"':
        return JsonKind::String;
    case 't':
        return JsonKind::True;
    case 'f':
        return JsonKind::False;
    case 'n':
        return JsonKind::Null;
    default:
        return JsonKind::Number;
    }
}

JsonPager::JsonPager(JsonView container)
    : m_text(container.text)
    , m_isObject(container.kind == JsonKind::Object)
{
    if (container.kind != JsonKind::Object && container.kind != JsonKind::Array)
        return;
    skipBlanks();
    ++m_at;
    skipBlanks();
    m_atEnd = m_at >= m_text.size() || m_text[m_at] == '}' || m_text[m_at] == ']';
}

void JsonPager::skipBlanks()
{
    while (m_at < m_text.size() && isBlank(m_text[m_at]))
        ++m_at;
}

JsonView JsonPager::takeValue()
{
    const std::size_t begin = m_at;
    const JsonKind kind = jsonKindOf(m_text[begin]);
    if (kind == JsonKind::String)
        m_at = endOfString(m_text, begin);
    else if (kind == JsonKind::Object || kind == JsonKind::Array)
        m_at = endOfContainer(m_text, begin);
    else
        m_at = endOfScalar(m_text, begin);
    return {kind, m_text.substr(begin, m_at - begin)};
}

std::vector<JsonChild> JsonPager::next(std::size_t count, const std::stop_token& stop)
{
    std::vector<JsonChild> children;
    while (!m_atEnd && children.size() < count && !stop.stop_requested()) {
        JsonChild child;
        if (m_isObject) {
            child.key = takeValue();
            skipBlanks();
            ++m_at; // the colon
            skipBlanks();
        }
        if (m_at >= m_text.size()) {
            m_atEnd = true;
            break;
        }
        child.value = takeValue();
        children.push_back(child);
        skipBlanks();
        m_atEnd = m_at >= m_text.size() || m_text[m_at] != ',';
        ++m_at;
        skipBlanks();
    }
    return children;
}

} // namespace durascope::models
