// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace durascope::history {

/// Where bytes come from. Sources are put one on top of the other: a file, unpacked, converted to UTF-8. Errors carry
/// no place; who drives the chain knows it.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    /// Fills the front of `into` and answers how much; 0 is the end. REQUIRES: !into.empty().
    [[nodiscard]] virtual core::Result<std::size_t> read(std::span<char> into) = 0;
};

/// The lowest source of a chain: bytes as they are stored.
class StoredSource : public ByteSource
{
public:
    [[nodiscard]] std::uint64_t bytesRead() const { return m_bytesRead; }
    [[nodiscard]] std::uint64_t bytesTotal() const { return m_bytesTotal; } ///< 0 when unknown

protected:
    std::uint64_t m_bytesRead = 0;
    std::uint64_t m_bytesTotal = 0;
};

/// A file by its path, or standard input for "-". Refuses folders. Pipes are waited for in a way that `stop` can end.
[[nodiscard]] core::Result<std::unique_ptr<StoredSource>> openFile(const std::string& path, std::stop_token stop);
/// Memory, which must outlive the source.
[[nodiscard]] std::unique_ptr<StoredSource> openMemory(std::string_view bytes);

/// Reads until `into` is full or the source ends.
[[nodiscard]] core::Result<std::size_t> readFully(ByteSource& source, std::span<char> into);

/// A source of which the first bytes can be looked at before they are read.
class PeekSource final : public ByteSource
{
public:
    explicit PeekSource(ByteSource& below)
        : m_below(below)
    {
    }

    /// The first bytes, at most kPeek; fewer only when the source has no more. REQUIRES: nothing has been read yet.
    [[nodiscard]] core::Result<std::string_view> peek();
    void drop(std::size_t count) { m_begin += count; } ///< of the bytes that peek() gave
    [[nodiscard]] core::Result<std::size_t> read(std::span<char> into) override;

    static constexpr std::size_t kPeek = 8;

private:
    ByteSource& m_below;
    char m_head[kPeek] = {};
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

} // namespace durascope::history
