// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/pretty_stream.h"

namespace durascope::models {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::size_t behindBlanks(std::string_view text, std::size_t at)
{
    while (at < text.size() && isBlank(text[at]))
        ++at;
    return at;
}

} // namespace

PrettyStream::PrettyStream(core::JsonView value, int indent)
    : m_text(value.text)
    , m_indent(static_cast<std::size_t>(indent))
{
}

void PrettyStream::newLine(std::string& out) const
{
    out.push_back('\n');
    out.append(m_depth * m_indent, ' ');
}

void PrettyStream::copyString(std::string& out, std::size_t bytes)
{
    // Called with the opening quote already copied. A long string may be cut, but not inside an escape or a character.
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        const bool boundary = (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
        if (out.size() >= bytes && boundary)
            return;
        out.push_back(c);
        ++m_at;
        if (c == '\\' && m_at < m_text.size())
            out.push_back(m_text[m_at++]);
        else if (c == '"') {
            m_inString = false;
            return;
        }
    }
}

void PrettyStream::structural(std::string& out)
{
    const char c = m_text[m_at++];
    switch (c) {
    case '{':
    case '[': {
        out.push_back(c);
        const std::size_t inner = behindBlanks(m_text, m_at);
        if (inner < m_text.size() && (m_text[inner] == '}' || m_text[inner] == ']')) {
            out.push_back(m_text[inner]);
            m_at = inner + 1;
            return;
        }
        ++m_depth;
        newLine(out);
        return;
    }
    case '}':
    case ']':
        if (m_depth > 0)
            --m_depth;
        newLine(out);
        out.push_back(c);
        return;
    case ',':
        out.push_back(c);
        newLine(out);
        return;
    case ':':
        out.append(": ");
        return;
    case '"':
        out.push_back(c);
        m_inString = true;
        return;
    default:
        if (!isBlank(c))
            out.push_back(c);
    }
}

std::string PrettyStream::next(std::size_t bytes)
{
    std::string out;
    out.reserve(bytes + 64);
    while (!atEnd() && out.size() < bytes) {
        if (m_inString)
            copyString(out, bytes);
        else
            structural(out);
    }
    return out;
}

} // namespace durascope::models
