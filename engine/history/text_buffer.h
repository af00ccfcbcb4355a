// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/history/event_log.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace durascope::history {

/// One contiguous text that grows at its end and never moves: address space for the most it may hold is taken at once,
/// memory only as it is used. Reading a file is bound by the first touch of fresh memory, so nothing here copies or
/// clears. Becomes the Bytes of a log as it stands.
class TextBuffer
{
public:
    /// `maxBytes` is the most the text may ever hold.
    explicit TextBuffer(std::uint64_t maxBytes);
    ~TextBuffer();
    TextBuffer(TextBuffer&& other) noexcept;
    TextBuffer& operator=(TextBuffer&&) = delete;
    TextBuffer(const TextBuffer&) = delete;
    TextBuffer& operator=(const TextBuffer&) = delete;

    [[nodiscard]] std::string_view view() const { return {m_data, m_size}; }
    [[nodiscard]] std::size_t size() const { return m_size; }

    /// Room for up to `wanted` more bytes behind the text: less near the bound, nothing at it. Fails with TooLarge when
    /// the system gives no memory.
    [[nodiscard]] core::Result<std::span<char>> room(std::size_t wanted);
    /// The first `count` bytes of the room have been filled.
    void append(std::size_t count) { m_size += count; }
    /// Forgets the text behind `size`.
    void truncate(std::size_t size) { m_size = size; }
    /// Says that about `bytes` will be held, so that memory comes in large pages.
    void expect(std::uint64_t bytes);

    /// Gives the text away; the buffer is empty and without room afterwards.
    [[nodiscard]] std::shared_ptr<const Bytes> finish();

private:
    void release();

    char* m_mapping = nullptr; ///< what the system gave
    std::size_t m_mapped = 0;
    char* m_data = nullptr; ///< the text, aligned for large pages
    std::size_t m_size = 0;
    std::size_t m_usable = 0; ///< readable and writable from m_data on
    std::size_t m_limit = 0;
};

} // namespace durascope::history
