// SPDX-License-Identifier: Apache-2.0
#include "engine/history/json_writer.h"

#include <utility>

namespace durascope::history {

namespace {
constexpr std::size_t kBufferSize = 64 * 1024;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Position just behind the string literal that starts at `begin`.
std::size_t endOfString(std::string_view text, std::size_t begin)
{
    std::size_t i = begin + 1;
    while (i < text.size() && text[i] != '"') {
        i += text[i] == '\\' ? 2 : 1;
    }
    return std::min(i + 1, text.size());
}

std::size_t endOfScalar(std::string_view text, std::size_t begin)
{
    std::size_t i = begin;
    while (i < text.size() && !isBlank(text[i]) && text[i] != ',' && text[i] != '}' && text[i] != ']') {
        ++i;
    }
    return i;
}
} // namespace

JsonWriter::JsonWriter(TextSink sink, int indent)
    : m_sink(std::move(sink))
    , m_indent(indent)
{
}

void JsonWriter::key(std::string_view decoded)
{
    beforeValue();
    put(core::quoteJson(decoded));
    put(m_indent > 0 ? ": " : ":");
    m_afterKey = true;
}

void JsonWriter::string(std::string_view decoded)
{
    literal(core::quoteJson(decoded));
}

void JsonWriter::integer(std::int64_t value)
{
    literal(std::to_string(value));
}

void JsonWriter::boolean(bool value)
{
    literal(value ? "true" : "false");
}

void JsonWriter::literal(std::string_view json)
{
    beforeValue();
    put(json);
}

void JsonWriter::value(core::JsonView value)
{
    // Walked by hand and not through forEachMember(): member names, too, must come out byte for byte, and hostile
    // nesting must cost no stack.
    const std::string_view text = value.text;
    std::size_t i = 0;
    while (i < text.size()) {
        const char c = text[i];
        if (isBlank(c) || c == ',') {
            ++i;
        } else if (c == ':') {
            put(m_indent > 0 ? ": " : ":");
            m_afterKey = true;
            ++i;
        } else if (c == '{' || c == '[') {
            open(c);
            ++i;
        } else if (c == '}' || c == ']') {
            close(c);
            ++i;
        } else {
            const std::size_t end = c == '"' ? endOfString(text, i) : endOfScalar(text, i);
            literal(text.substr(i, end - i));
            i = end;
        }
    }
}

void JsonWriter::raw(std::string_view text)
{
    put(text);
}

bool JsonWriter::flush()
{
    if (m_ok && !m_buffer.empty()) {
        m_ok = m_sink(m_buffer);
    }
    m_buffer.clear();
    return m_ok;
}

void JsonWriter::open(char bracket)
{
    beforeValue();
    put(std::string_view(&bracket, 1));
    m_hasMembers.push_back(false);
}

void JsonWriter::close(char bracket)
{
    const bool hadMembers = !m_hasMembers.empty() && m_hasMembers.back();
    if (!m_hasMembers.empty()) {
        m_hasMembers.pop_back();
    }
    if (hadMembers) {
        lineBreak();
    }
    put(std::string_view(&bracket, 1));
}

void JsonWriter::beforeValue()
{
    if (m_afterKey) {
        m_afterKey = false;
        return;
    }
    if (m_hasMembers.empty()) {
        return;
    }
    if (m_hasMembers.back()) {
        put(",");
    }
    m_hasMembers.back() = true;
    lineBreak();
}

void JsonWriter::lineBreak()
{
    if (m_indent > 0) {
        put("\n");
        m_buffer.append(m_hasMembers.size() * static_cast<std::size_t>(m_indent), ' ');
    }
}

void JsonWriter::put(std::string_view text)
{
    if (!m_ok) {
        return;
    }
    if (m_buffer.size() + text.size() > kBufferSize) {
        flush();
    }
    if (text.size() >= kBufferSize) {
        // A payload of megabytes goes straight from the log's bytes to the sink.
        m_ok = m_ok && m_sink(text);
        return;
    }
    m_buffer.append(text);
}

} // namespace durascope::history
