// SPDX-License-Identifier: Apache-2.0
#include "engine/service/answer_memory.h"

#include <charconv>

namespace durascope::service {
namespace {

void append(std::string& out, std::uint64_t value, int base)
{
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, base).ptr;
    out.append(digits.data(), end);
}

/// FNV-1a; tokens need to be told apart, not to be unguessable.
std::uint64_t hashOf(std::string_view text, std::uint64_t seed)
{
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325 ^ (seed * 0x9e37'79b9'7f4a'7c15);
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01b3;
    return hash;
}

} // namespace

TokenMaker::TokenMaker(std::string_view arn, core::Timestamp life)
{
    append(m_prefix, hashOf(arn, static_cast<std::uint64_t>(life.micros)), 36);
    m_prefix.insert(0, 13 - m_prefix.size(), '0');
}

void TokenMaker::beginInvocation()
{
    ++m_invocation;
    m_checkpoint = 0;
    make();
}

void TokenMaker::advance()
{
    ++m_checkpoint;
    make();
}

void TokenMaker::make()
{
    m_current = m_prefix;
    m_current += 'I';
    append(m_current, m_invocation, 10);
    m_current += 'C';
    append(m_current, m_checkpoint, 10);
}

const core::CheckpointAnswer* AnswerMemory::find(std::string_view token, std::string_view clientToken) const
{
    if (clientToken.empty())
        return nullptr;
    for (const Entry& entry : m_entries) {
        if (entry.clientToken == clientToken && entry.token == token)
            return &entry.answer;
    }
    return nullptr;
}

void AnswerMemory::remember(std::string token, std::string clientToken, const core::CheckpointAnswer& answer)
{
    if (clientToken.empty())
        return;
    m_entries[m_next] = {std::move(token), std::move(clientToken), answer};
    m_next = (m_next + 1) % kCapacity;
    m_isEmpty = false;
}

void AnswerMemory::clear()
{
    if (m_isEmpty)
        return;
    m_entries = {};
    m_next = 0;
    m_isEmpty = true;
}

} // namespace durascope::service
