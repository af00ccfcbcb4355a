// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/payload_text.h"

#include "engine/core/text.h"
#include "models/common/text.h"

#include <algorithm>
#include <utility>

namespace durascope::models {

PayloadText::PayloadText(PayloadContentPtr content, TextForm form)
    : m_content(std::move(content))
{
    if (m_content && m_content->isJson() && form == TextForm::Pretty)
        m_pretty.emplace(m_content->json);
}

std::size_t PayloadText::totalBytes() const
{
    if (!m_content)
        return 0;
    return m_pretty ? m_content->json.text.size() : m_content->text.size();
}

std::size_t PayloadText::shownBytes() const
{
    return m_pretty ? m_pretty->consumed() : m_at;
}

QString PayloadText::next(std::size_t bytes)
{
    if (!m_content)
        return {};
    if (m_pretty)
        return toQString(core::printableBlock(m_pretty->next(bytes)));
    const std::string_view text = m_content->text;
    std::size_t end = std::min(text.size(), m_at + bytes);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        ++end;
    const std::string_view piece = text.substr(m_at, end - m_at);
    m_at = end;
    return toQString(core::printableBlock(piece));
}

std::string PayloadText::whole(const PayloadContent& content, TextForm form)
{
    if (form == TextForm::Pretty && content.isJson())
        return core::prettyJson(content.json);
    return std::string(content.text);
}

} // namespace durascope::models
