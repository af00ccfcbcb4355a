// SPDX-License-Identifier: Apache-2.0
#include "engine/history/read_session.h"

#include "engine/core/text.h"
#include "engine/history/decompressor.h"
#include "engine/history/history_scanner.h"
#include "engine/history/log_builder.h"
#include "engine/history/text_buffer.h"
#include "engine/history/text_form.h"
#include "engine/history/utf16_source.h"
#include "engine/history/utf8_repair.h"
#include "engine/history/yaml_to_json.h"

#include <algorithm>
#include <utility>

namespace durascope::history {
namespace {

using core::ErrorCode;
using core::fail;
using LogResult = core::Result<std::shared_ptr<const EventLog>>;

// Garbage is refused after the first piece; the others are small enough to be in the cache while they are looked at.
constexpr std::size_t kFirstPiece = std::size_t{64} * 1024;
constexpr std::size_t kPiece = std::size_t{1024} * 1024;
constexpr std::uint64_t kProgressEvery = std::uint64_t{16} * 1024 * 1024;
// No event is smaller in bytes; used to guess how many there will be.
constexpr std::uint64_t kMinBytesAnEvent = 120;

// A file may lie about its size.
constexpr std::uint64_t kMostEventsReserved = 4'000'000;
// Large pages make large texts cheap and small ones dear.
constexpr std::size_t kLargeText = std::size_t{8} * 1024 * 1024;

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";
constexpr std::string_view kUtf32LittleMark = std::string_view("\xFF\xFE\0\0", 4);
constexpr std::string_view kUtf32BigMark = std::string_view("\0\0\xFE\xFF", 4);

class BuilderSink final : public EventSink
{
public:
    void setText(std::string_view text) override { m_builder.setBytes(text); }
    void add(const RawEvent& event) override { m_builder.add(event); }
    RepairReport& repairs() override { return m_builder.repairs(); }
    [[nodiscard]] LogBuilder& builder() { return m_builder; }

private:
    LogBuilder m_builder;
};

/// A log being made of a text that arrives in pieces.
class Session
{
public:
    explicit Session(const ReadOptions& options)
        : m_options(options)
        , m_scanner(m_sink, options.limits.maxDepth)
    {
    }

    [[nodiscard]] RepairReport& repairs() { return m_sink.repairs(); }
    [[nodiscard]] HistoryScanner& scanner() { return m_scanner; }

    core::Result<void> feed(std::string_view text, bool final)
    {
        if (m_options.stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "reading was cancelled");
        }
        auto scanned = m_scanner.scan(text, final);
        if (scanned && m_scanner.events() > m_options.limits.maxEvents) {
            return fail(ErrorCode::TooLarge,
                        "there are more than " + core::formatCount(m_options.limits.maxEvents) + " events in it");
        }
        return scanned;
    }

    void progress(std::uint64_t bytesRead, std::uint64_t bytesTotal, bool last)
    {
        if (m_options.progress && (last || bytesRead - m_reported >= kProgressEvery)) {
            m_reported = bytesRead;
            m_options.progress({bytesRead, bytesTotal, m_scanner.events()});
        }
    }

    /// Columns that grow touch fresh memory twice; the first piece tells how large the events are.
    void reserveFor(std::size_t textSoFar, std::uint64_t textExpected)
    {
        if (m_scanner.events() > 0 && textExpected > textSoFar) {
            const std::uint64_t bytesAnEvent = std::max(textSoFar / m_scanner.events(), kMinBytesAnEvent);
            const std::uint64_t events = textExpected / bytesAnEvent * 17 / 16;
            m_sink.builder().reserve(static_cast<std::size_t>(std::min(events, kMostEventsReserved)));
        }
    }

    std::shared_ptr<const EventLog> finish(std::shared_ptr<const Bytes> bytes)
    {
        LogBuilder& builder = m_sink.builder();
        const SourceGuess guess = m_scanner.traits().guess();
        // What AWS itself writes is what everything is read as: nothing was guessed then.
        if (guess != SourceGuess::Unknown && guess != SourceGuess::Aws) {
            builder.repairs().add(RepairKind::SourceGuessed, 0, toText(guess));
        }
        builder.setSource(guess);
        if (!m_scanner.metadata().empty()) {
            builder.setMetadata(m_scanner.metadata());
        }
        return builder.finish(std::move(bytes));
    }

private:
    const ReadOptions& m_options;
    BuilderSink m_sink;
    HistoryScanner m_scanner;
    std::uint64_t m_reported = 0;
};

core::Error tooLarge(std::uint64_t limit)
{
    return {ErrorCode::TooLarge, "the text is larger than " + core::formatBytes(limit), {}, ""};
}

/// The sources between the stored bytes and the text, as the first bytes call for.
class Decoding
{
public:
    explicit Decoding(StoredSource& stored)
        : m_stored(stored)
        , m_packed(stored)
    {
    }

    core::Result<void> open(const ReaderLimits& limits, RepairReport& repairs)
    {
        auto head = m_packed.peek();
        if (!head) {
            return std::unexpected(std::move(head.error()));
        }
        const Compression compression = compressionOf(*head);
        if (compression == Compression::Other) {
            return fail(ErrorCode::Unsupported, "it is packed in a way that is not read here", {},
                        "unpack it with `" + std::string(unpackerOf(*head)) + "`, or pack it with gzip or zstd");
        }
        ByteSource* below = &m_packed;
        if (compression != Compression::None) {
            m_unpacked = decompress(m_packed, compression, limits);
            repairs.add(RepairKind::Compressed, 0, compression == Compression::Gzip ? "gzip" : "zstd");
            below = m_unpacked.get();
        }
        m_marked = std::make_unique<PeekSource>(*below);
        return openText(repairs);
    }

    [[nodiscard]] ByteSource& text() { return m_utf16 ? static_cast<ByteSource&>(*m_utf16) : *m_marked; }
    /// The size of the text, when the stored size tells it.
    [[nodiscard]] std::uint64_t expectedSize() const { return m_unpacked || m_utf16 ? 0 : m_stored.bytesTotal(); }
    [[nodiscard]] std::uint64_t replacedUnits() const { return m_utf16 ? m_utf16->replaced() : 0; }

private:
    core::Result<void> openText(RepairReport& repairs)
    {
        auto head = m_marked->peek();
        if (!head) {
            return std::unexpected(std::move(head.error()));
        }
        if (head->starts_with(kUtf32LittleMark) || head->starts_with(kUtf32BigMark)) {
            return fail(ErrorCode::Unsupported, "the text is UTF-32", {}, "convert it to UTF-8");
        }
        if (head->starts_with(kUtf8Mark)) {
            m_marked->drop(kUtf8Mark.size());
            repairs.add(RepairKind::ByteOrderMark);
        } else if (head->starts_with(kUtf16LittleMark) || head->starts_with(kUtf16BigMark)) {
            const ByteOrder order = head->starts_with(kUtf16LittleMark) ? ByteOrder::Little : ByteOrder::Big;
            m_marked->drop(kUtf16LittleMark.size());
            m_utf16 = std::make_unique<Utf16Source>(*m_marked, order);
            repairs.add(RepairKind::Utf16);
        }
        return {};
    }

    StoredSource& m_stored;
    PeekSource m_packed;
    std::unique_ptr<ByteSource> m_unpacked;
    std::unique_ptr<PeekSource> m_marked;
    std::unique_ptr<Utf16Source> m_utf16;
};

/// Reads a text from a source into memory while a session looks at it.
class TextReading
{
public:
    TextReading(StoredSource& stored, const ReadOptions& options)
        : m_stored(stored)
        , m_options(options)
        , m_decoding(stored)
        , m_buffer(options.limits.maxBytes)
        , m_session(options)
    {
    }

    LogResult run()
    {
        if (auto opened = m_decoding.open(m_options.limits, m_session.repairs()); !opened) {
            return std::unexpected(std::move(opened.error()));
        }
        if (auto piece = readPiece(kFirstPiece); !piece) {
            return std::unexpected(std::move(piece.error()));
        }
        const TextForm form = formOf(text());
        if (form == TextForm::Yaml) {
            return readYaml();
        }
        if (form != TextForm::Json) {
            return std::unexpected(refusalOf(form));
        }
        if (auto read = readJson(); !read) {
            return std::unexpected(std::move(read.error()));
        }
        reportReplacements();
        return m_session.finish(m_buffer.finish());
    }

private:
    [[nodiscard]] std::string_view text() const { return m_buffer.view().substr(0, m_repair.valid()); }

    /// The next piece of valid text; sets m_ended at the end of the input.
    core::Result<void> readPiece(std::size_t size)
    {
        auto room = m_buffer.room(size);
        if (!room) {
            return std::unexpected(std::move(room.error()));
        }
        if (room->empty()) {
            char more = 0;
            auto count = m_decoding.text().read(std::span(&more, 1));
            if (!count || *count > 0) {
                return std::unexpected(count ? tooLarge(m_options.limits.maxBytes) : std::move(count.error()));
            }
        }
        auto count = room->empty() ? core::Result<std::size_t>(0) : readFully(m_decoding.text(), *room);
        if (!count) {
            return std::unexpected(std::move(count.error()));
        }
        m_buffer.append(*count);
        m_ended = *count < room->size() || room->empty();
        return m_repair.check(m_buffer, m_ended);
    }

    core::Result<void> readJson()
    {
        for (bool first = true;; first = false) {
            if (auto fed = m_session.feed(text(), m_ended); !fed) {
                return fed;
            }
            m_session.progress(m_stored.bytesRead(), m_stored.bytesTotal(), m_ended);
            if (m_ended) {
                return {};
            }
            if (m_session.scanner().dropBlanks()) {
                forgetText();
            } else if (first) {
                if (auto prepared = prepareForSize(); !prepared) {
                    return prepared;
                }
            }
            if (m_decoding.expectedSize() == 0 && m_buffer.size() >= kLargeText && !m_large) {
                m_large = true;
                m_buffer.expect(m_options.limits.maxBytes);
            }
            if (auto piece = readPiece(kPiece); !piece) {
                return piece;
            }
        }
    }

    /// After the first piece has been found to be a history; what claims to be large and is not, costs nothing.
    core::Result<void> prepareForSize()
    {
        const std::uint64_t expected = m_decoding.expectedSize();
        if (expected > m_options.limits.maxBytes + kUtf8Mark.size()) {
            return std::unexpected(tooLarge(m_options.limits.maxBytes));
        }
        m_buffer.expect(expected);
        m_session.reserveFor(m_buffer.size(), expected);
        return {};
    }

    void forgetText()
    {
        const std::string rest(m_buffer.view().substr(m_repair.valid())); // at most three bytes of a cut sequence
        m_buffer.truncate(0);
        m_repair.forget();
        if (!rest.empty()) {
            auto room = m_buffer.room(rest.size());
            std::copy(rest.begin(), rest.end(), room->begin());
            m_buffer.append(rest.size());
        }
    }

    LogResult readYaml()
    {
        while (!m_ended) {
            if (m_options.stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "reading was cancelled");
            }
            if (auto piece = readPiece(kPiece); !piece) {
                return std::unexpected(std::move(piece.error()));
            }
            if (m_buffer.size() > m_options.limits.maxYamlBytes) {
                break; // the conversion says what is wrong
            }
        }
        auto json = yamlToJson(text(), {m_options.limits.maxYamlBytes, m_options.limits.maxDepth}, m_options.stop);
        if (!json) {
            return std::unexpected(std::move(json.error()));
        }
        m_session.repairs().add(RepairKind::Yaml);
        reportReplacements();
        const auto bytes = ownedBytes(std::move(*json));
        if (auto fed = m_session.feed(bytes->view(), true); !fed) {
            fed.error().place = {}; // a place in the JSON would say nothing to anybody
            return std::unexpected(std::move(fed.error()));
        }
        m_session.progress(m_stored.bytesRead(), m_stored.bytesTotal(), true);
        return m_session.finish(bytes);
    }

    void reportReplacements()
    {
        if (m_repair.replaced() > 0) {
            const TextPlace place = m_session.scanner().placeOf(m_repair.firstReplaced());
            m_session.repairs().addMany(RepairKind::InvalidUtf8, m_repair.replaced(), 0, {}, place.line);
        } else if (m_decoding.replacedUnits() > 0) {
            m_session.repairs().addMany(RepairKind::InvalidUtf8, m_decoding.replacedUnits());
        }
    }

    StoredSource& m_stored;
    const ReadOptions& m_options;
    Decoding m_decoding;
    TextBuffer m_buffer;
    Utf8Repair m_repair;
    Session m_session;
    bool m_ended = false;
    bool m_large = false; ///< the text of unknown size has become a large one
};

} // namespace

LogResult readHistory(StoredSource& source, const ReadOptions& options)
{
    return TextReading(source, options).run();
}

bool isPlainText(std::string_view text, const ReaderLimits& limits)
{
    const std::string_view head = text.substr(0, PeekSource::kPeek);
    return text.size() <= limits.maxBytes && compressionOf(head) == Compression::None && !head.starts_with(kUtf8Mark) &&
           !head.starts_with(kUtf16LittleMark) && !head.starts_with(kUtf16BigMark) &&
           !head.starts_with(kUtf32BigMark) && formOf(text) == TextForm::Json && core::isValidUtf8(text);
}

LogResult readPlainText(std::string text, const ReadOptions& options)
{
    Session session(options);
    const auto bytes = ownedBytes(std::move(text));
    const std::string_view all = bytes->view();
    for (std::size_t size = std::min(kFirstPiece, all.size());; size = std::min(size + kPiece, all.size())) {
        const bool final = size == all.size();
        if (auto fed = session.feed(all.substr(0, size), final); !fed) {
            return std::unexpected(std::move(fed.error()));
        }
        session.progress(size, all.size(), final);
        if (final) {
            return session.finish(bytes);
        }
        if (size == kFirstPiece) {
            session.reserveFor(size, all.size());
        }
    }
}

} // namespace durascope::history
