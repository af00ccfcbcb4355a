// SPDX-License-Identifier: Apache-2.0
#include "engine/history/text_buffer.h"

#include <algorithm>
#include <limits>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace durascope::history {
namespace {

constexpr std::size_t kLargePage = std::size_t{2} * 1024 * 1024;
// Smaller texts would waste more of a large page than they gain by it.
constexpr std::size_t kLargePagesFrom = 4 * kLargePage;

std::size_t roundUp(std::size_t value, std::size_t unit)
{
    return (value + unit - 1) / unit * unit;
}

std::size_t pageSize()
{
    static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return size;
}

char* reserveAddresses(std::size_t bytes)
{
    void* const mapping = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return mapping == MAP_FAILED ? nullptr : static_cast<char*>(mapping);
}

class MappedBytes final : public Bytes
{
public:
    MappedBytes(char* mapping, std::size_t mapped, std::string_view text)
        : m_mapping(mapping)
        , m_mapped(mapped)
        , m_text(text)
    {
    }
    ~MappedBytes() override { ::munmap(m_mapping, m_mapped); }
    MappedBytes(const MappedBytes&) = delete;
    MappedBytes& operator=(const MappedBytes&) = delete;
    [[nodiscard]] std::string_view view() const override { return m_text; }

private:
    char* m_mapping;
    std::size_t m_mapped;
    std::string_view m_text;
};

} // namespace

TextBuffer::TextBuffer(std::uint64_t maxBytes)
{
    const std::uint64_t addressable = std::numeric_limits<std::size_t>::max() / 4;
    m_limit = static_cast<std::size_t>(std::min(maxBytes, addressable));
    // Where address space itself is rationed (ulimit -v), take what there is; the bound then is that.
    for (std::size_t wanted = roundUp(m_limit + 1, kLargePage); m_mapping == nullptr && wanted >= kLargePage;
         wanted = roundUp(wanted / 2, kLargePage)) {
        m_mapped = wanted + kLargePage;
        m_mapping = reserveAddresses(m_mapped);
        m_limit = std::min(m_limit, wanted);
        if (wanted == kLargePage) {
            break;
        }
    }
    if (m_mapping == nullptr) {
        m_mapped = 0;
        m_limit = 0;
        return;
    }
    const auto address = reinterpret_cast<std::uintptr_t>(m_mapping);
    m_data = m_mapping + (roundUp(address, kLargePage) - address);
}

TextBuffer::~TextBuffer()
{
    release();
}

TextBuffer::TextBuffer(TextBuffer&& other) noexcept
    : m_mapping(std::exchange(other.m_mapping, nullptr))
    , m_mapped(std::exchange(other.m_mapped, 0))
    , m_data(std::exchange(other.m_data, nullptr))
    , m_size(std::exchange(other.m_size, 0))
    , m_usable(std::exchange(other.m_usable, 0))
    , m_limit(std::exchange(other.m_limit, 0))
{
}

void TextBuffer::release()
{
    if (m_mapping != nullptr) {
        ::munmap(m_mapping, m_mapped);
        m_mapping = nullptr;
    }
}

core::Result<std::span<char>> TextBuffer::room(std::size_t wanted)
{
    if (m_mapping == nullptr) {
        return core::fail(core::ErrorCode::TooLarge, "there is not enough memory to read the input");
    }
    const std::size_t end = std::min(m_limit, m_size + std::min(wanted, m_limit));
    if (end > m_usable) {
        // In generous steps: every one of them is a call into the system.
        const std::size_t step = std::clamp(m_usable, pageSize() * 16, std::size_t{64} * 1024 * 1024);
        const std::size_t usable = std::min(roundUp(std::max(end, m_usable + step), pageSize()),
                                            static_cast<std::size_t>(m_mapping + m_mapped - m_data));
        if (::mprotect(m_data + m_usable, usable - m_usable, PROT_READ | PROT_WRITE) != 0) {
            return core::fail(core::ErrorCode::TooLarge, "there is not enough memory to read the input");
        }
        m_usable = usable;
    }
    return std::span(m_data + m_size, end - m_size);
}

void TextBuffer::expect(std::uint64_t bytes)
{
#ifdef MADV_HUGEPAGE
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, m_limit)) / kLargePage * kLargePage;
    if (m_mapping != nullptr && length >= kLargePagesFrom) {
        // Only advice: without large pages everything works, a little slower.
        (void)::madvise(m_data, length, MADV_HUGEPAGE);
    }
#else
    (void)bytes;
#endif
}

std::shared_ptr<const Bytes> TextBuffer::finish()
{
    if (m_mapping == nullptr) {
        return std::make_shared<MappedBytes>(nullptr, 0, std::string_view());
    }
    char* const end = m_data + std::max(roundUp(m_size, pageSize()), pageSize());
    char* const mappedEnd = m_mapping + m_mapped;
    if (end < mappedEnd) {
        ::munmap(end, static_cast<std::size_t>(mappedEnd - end));
    }
    auto bytes = std::make_shared<MappedBytes>(m_mapping, static_cast<std::size_t>(end - m_mapping),
                                               std::string_view(m_data, m_size));
    m_mapping = nullptr;
    m_mapped = 0;
    m_size = 0;
    m_usable = 0;
    m_limit = 0;
    return bytes;
}

} // namespace durascope::history
