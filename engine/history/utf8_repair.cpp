// SPDX-License-Identifier: Apache-2.0
#include "engine/history/utf8_repair.h"

#include "engine/core/text.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace durascope::history {
namespace {

/// How many bytes at the end begin a sequence that the next piece may complete.
std::size_t unfinishedTail(std::string_view text)
{
    constexpr std::size_t kLongestSequence = 4;
    for (std::size_t back = 1; back < kLongestSequence && back <= text.size(); ++back) {
        const std::string_view tail = text.substr(text.size() - back);
        if ((static_cast<unsigned char>(tail[0]) & 0xC0U) != 0x80U) {
            return core::decodeUtf8(tail).cutShort ? back : 0;
        }
    }
    return 0;
}

} // namespace

core::Result<void> Utf8Repair::check(TextBuffer& buffer, bool final)
{
    const std::string_view piece = buffer.view().substr(m_valid);
    const std::size_t length = piece.size() - (final ? 0 : unfinishedTail(piece));
    if (core::isValidUtf8(piece.substr(0, length))) {
        m_valid += length;
        return {};
    }
    return rewrite(buffer, length);
}

core::Result<void> Utf8Repair::rewrite(TextBuffer& buffer, std::size_t length)
{
    std::string_view bad = buffer.view().substr(m_valid, length);
    const std::string tail(buffer.view().substr(m_valid + length));
    std::string good;
    good.reserve(length + length / 4);
    while (!bad.empty()) {
        const core::Utf8Step step = core::decodeUtf8(bad);
        if (!step.valid && m_replaced++ == 0) {
            m_firstReplaced = m_valid + good.size();
        }
        good += step.valid ? bad.substr(0, step.length) : core::kReplacementText;
        bad.remove_prefix(step.length);
    }
    const std::size_t validAfter = m_valid + good.size();
    good += tail;
    buffer.truncate(m_valid);
    auto room = buffer.room(good.size());
    if (!room) {
        return std::unexpected(std::move(room.error()));
    }
    if (room->size() < good.size()) {
        return core::fail(core::ErrorCode::TooLarge,
                          "the text is larger than " + core::formatBytes(buffer.size() + room->size()));
    }
    std::memcpy(room->data(), good.data(), good.size());
    buffer.append(good.size());
    m_valid = validAfter;
    return {};
}

} // namespace durascope::history
