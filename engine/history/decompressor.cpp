// SPDX-License-Identifier: Apache-2.0
#include "engine/history/decompressor.h"

#include "engine/core/text.h"

#include <algorithm>
#include <array>
#include <vector>
#include <zlib.h>
#include <zstd.h>

namespace durascope::history {
namespace {

using core::ErrorCode;
using core::fail;

constexpr std::size_t kInputBytes = std::size_t{256} * 1024;

/// What both formats share: an input buffer and the bound on expansion.
class Decompressor : public ByteSource
{
public:
    Decompressor(ByteSource& below, const ReaderLimits& limits)
        : m_below(below)
        , m_limits(limits)
        , m_input(kInputBytes)
    {
    }

    core::Result<std::size_t> read(std::span<char> into) final
    {
        for (;;) {
            if (m_begin == m_end && !m_inputEnded) {
                auto count = m_below.read(m_input);
                if (!count) {
                    return count;
                }
                m_begin = 0;
                m_end = *count;
                m_packed += *count;
                m_inputEnded = *count == 0;
            }
            auto produced = unpack(into);
            if (!produced) {
                return produced;
            }
            m_unpacked += *produced;
            if (m_unpacked > m_limits.freeExpansion && m_unpacked / m_limits.maxExpansion > m_packed) {
                return fail(ErrorCode::TooLarge,
                            core::formatBytes(m_packed) + " unpack to more than " + core::formatBytes(m_unpacked) +
                                "; this is no history but a decompression bomb",
                            {}, "unpack it yourself if you trust it");
            }
            if (*produced > 0 || m_done) {
                return produced;
            }
        }
    }

protected:
    /// Unpacks from the input into `into` and moves m_begin; sets m_done at the end. May produce nothing.
    virtual core::Result<std::size_t> unpack(std::span<char> into) = 0;

    [[nodiscard]] bool inputIsEmpty() const { return m_begin == m_end; }
    static core::Error cutOff(const char* format)
    {
        return {ErrorCode::Malformed,
                std::string("the ") + format + " data ends too early",
                {},
                "the file is cut off; copy or download it again"};
    }
    static core::Error damaged(const char* format, const char* reason)
    {
        return {ErrorCode::Malformed,
                std::string("the ") + format + " data is damaged" + (reason != nullptr ? ": " : "") +
                    (reason != nullptr ? reason : ""),
                {},
                "copy or download it again"};
    }

    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    bool m_inputEnded = false;
    bool m_done = false;

    [[nodiscard]] char* input() { return m_input.data(); }

private:
    ByteSource& m_below;
    ReaderLimits m_limits;
    std::vector<char> m_input;
    std::uint64_t m_packed = 0;
    std::uint64_t m_unpacked = 0;
};

class GzipSource final : public Decompressor
{
public:
    GzipSource(ByteSource& below, const ReaderLimits& limits)
        : Decompressor(below, limits)
    {
        constexpr int kGzipOnly = 16 + MAX_WBITS;
        m_ready = inflateInit2(&m_stream, kGzipOnly) == Z_OK;
    }
    ~GzipSource() override { inflateEnd(&m_stream); }
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;

private:
    core::Result<std::size_t> unpack(std::span<char> into) override
    {
        if (!m_ready) {
            return fail(ErrorCode::TooLarge, "there is not enough memory to unpack the input");
        }
        if (m_betweenMembers && !beginMember()) {
            m_done = m_inputEnded;
            return std::size_t{0};
        }
        const auto available = static_cast<uInt>(std::min(into.size(), std::size_t{1} << 30));
        m_stream.next_in = reinterpret_cast<Bytef*>(input() + m_begin);
        m_stream.avail_in = static_cast<uInt>(m_end - m_begin);
        m_stream.next_out = reinterpret_cast<Bytef*>(into.data());
        m_stream.avail_out = available;
        const int status = inflate(&m_stream, Z_NO_FLUSH);
        m_begin = m_end - m_stream.avail_in;
        const std::size_t produced = available - m_stream.avail_out;
        if (status == Z_STREAM_END) {
            m_betweenMembers = true;
        } else if (status == Z_DATA_ERROR || status == Z_NEED_DICT || status == Z_MEM_ERROR ||
                   status == Z_STREAM_ERROR) {
            return std::unexpected(damaged("gzip", m_stream.msg));
        } else if (produced == 0 && inputIsEmpty() && m_inputEnded) {
            return std::unexpected(cutOff("gzip"));
        }
        return produced;
    }

    /// After a member: true when another one follows, false while nothing of it is there.
    bool beginMember()
    {
        while (!inputIsEmpty() && input()[m_begin] == 0) {
            ++m_begin; // zeros are the padding of tapes and block devices
        }
        if (inputIsEmpty()) {
            return false;
        }
        m_betweenMembers = false;
        return inflateReset(&m_stream) == Z_OK;
    }

    z_stream m_stream{};
    bool m_ready = false;
    bool m_betweenMembers = false;
};

class ZstdSource final : public Decompressor
{
public:
    ZstdSource(ByteSource& below, const ReaderLimits& limits)
        : Decompressor(below, limits)
        , m_stream(ZSTD_createDStream())
    {
        if (m_stream != nullptr) {
            // Frames may ask for windows of gigabytes; no history needs more than this to be unpacked.
            constexpr int kMaxWindowLog = 27;
            ZSTD_initDStream(m_stream);
            ZSTD_DCtx_setParameter(m_stream, ZSTD_d_windowLogMax, kMaxWindowLog);
        }
    }
    ~ZstdSource() override { ZSTD_freeDStream(m_stream); }
    ZstdSource(const ZstdSource&) = delete;
    ZstdSource& operator=(const ZstdSource&) = delete;

private:
    core::Result<std::size_t> unpack(std::span<char> into) override
    {
        if (m_stream == nullptr) {
            return fail(ErrorCode::TooLarge, "there is not enough memory to unpack the input");
        }
        if (m_atFrameEnd && inputIsEmpty() && m_inputEnded) {
            m_done = true;
            return std::size_t{0};
        }
        ZSTD_inBuffer in{input(), m_end, m_begin};
        ZSTD_outBuffer out{into.data(), into.size(), 0};
        const std::size_t status = ZSTD_decompressStream(m_stream, &out, &in);
        if (ZSTD_isError(status) != 0) {
            return std::unexpected(damaged("zstd", ZSTD_getErrorName(status)));
        }
        const bool moved = in.pos != m_begin || out.pos != 0;
        m_begin = in.pos;
        m_atFrameEnd = status == 0 || (m_atFrameEnd && !moved);
        if (!moved && m_inputEnded && !m_atFrameEnd) {
            return std::unexpected(cutOff("zstd"));
        }
        return out.pos;
    }

    ZSTD_DStream* m_stream;
    bool m_atFrameEnd = false;
};

struct Magic
{
    std::string_view bytes;
    std::string_view unpacker;
};
constexpr std::array<Magic, 5> kOtherFormats{{{"PK\x03\x04", "unzip"},
                                              {"BZh", "bunzip2"},
                                              {std::string_view("\xFD"
                                                                "7zXZ\0",
                                                                6),
                                               "unxz"},
                                              {"7z\xBC\xAF\x27\x1C", "7z x"},
                                              {"\x04\x22\x4D\x18", "unlz4"}}};

} // namespace

std::string_view unpackerOf(std::string_view head)
{
    for (const Magic& magic : kOtherFormats) {
        if (head.starts_with(magic.bytes)) {
            return magic.unpacker;
        }
    }
    return {};
}

Compression compressionOf(std::string_view head)
{
    constexpr std::string_view kSkippableFrame = "\x2A\x4D\x18"; // after a byte from 0x50 to 0x5F
    if (head.starts_with("\x1F\x8B")) {
        return Compression::Gzip;
    }
    if (head.starts_with("\x28\xB5\x2F\xFD") || (head.size() >= 4 && (static_cast<unsigned char>(head[0]) >> 4) == 5 &&
                                                 head.substr(1).starts_with(kSkippableFrame))) {
        return Compression::Zstd;
    }
    return unpackerOf(head).empty() ? Compression::None : Compression::Other;
}

std::unique_ptr<ByteSource> decompress(ByteSource& below, Compression compression, const ReaderLimits& limits)
{
    if (compression == Compression::Gzip) {
        return std::make_unique<GzipSource>(below, limits);
    }
    return std::make_unique<ZstdSource>(below, limits);
}

} // namespace durascope::history
