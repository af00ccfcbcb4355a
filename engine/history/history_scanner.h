// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/history/event_reader.h"
#include "engine/history/line_counter.h"
#include "engine/history/page_facts.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::history {

/// Takes what a HistoryScanner finds.
class EventSink
{
public:
    virtual ~EventSink() = default;
    /// The text that extents of the following events count from. It may have moved and grown since the last call.
    virtual void setText(std::string_view text) = 0;
    virtual void add(const RawEvent& event) = 0;
    virtual RepairReport& repairs() = 0;
};

/// Finds the events in any container of history-format section 12.1 while the text is still arriving.
///
/// A scanner of our own rather than simdjson's on-demand parser, which reads as fast: that one needs the whole document
/// before it begins and four bytes of scratch memory for every structural character, which is fresh memory and costs
/// more than the parsing; it cannot go on where a piece ended, says "there is an error" but not where, and needs a path
/// of its own for pages, JSON Lines and arrays each. This one consumes what is there after every piece, so garbage is
/// refused in the first one, the text is still in the cache when it is looked at, and there is one path for everything.
class HistoryScanner
{
public:
    HistoryScanner(EventSink& sink, std::uint32_t maxDepth)
        : m_sink(sink)
        , m_maxDepth(maxDepth)
        , m_reader(maxDepth)
        , m_values(maxDepth)
    {
    }

    /// Goes on with `text`, which begins with all that was given before. After `final` nothing follows: what is
    /// unfinished then is an error. After an error the scanner is of no use.
    [[nodiscard]] core::Result<void> scan(std::string_view text, bool final);

    [[nodiscard]] std::uint64_t events() const { return m_events; }
    /// When nothing but blanks has come, forgets them and answers true: the next text begins without them. A file of
    /// blanks must not cost its size in memory.
    [[nodiscard]] bool dropBlanks();
    [[nodiscard]] TextPlace placeOf(std::size_t offset) { return m_lines.placeOf(m_text, offset); }
    [[nodiscard]] const ExecutionMetadata& metadata() const { return m_metadata; }
    [[nodiscard]] SourceTraits traits() const;

private:
    enum class FrameKind : std::uint8_t { Array, Page, Events };
    struct Frame
    {
        FrameKind kind;
        bool entered = false; ///< an element or member has been taken
    };
    enum class Kind : std::uint8_t { Unclear, Event, Page };

    bool step(core::JsonCursor& cursor);
    bool stepDocument(core::JsonCursor& cursor);
    bool stepArray(core::JsonCursor& cursor);
    bool stepPage(core::JsonCursor& cursor);
    bool stepEvents(core::JsonCursor& cursor);

    bool nextElement(core::JsonCursor& cursor, char close, bool& closed);
    bool openArray(core::JsonCursor& cursor);
    bool openObject(core::JsonCursor& cursor);
    bool classify(core::JsonCursor& cursor, Kind& kind);
    bool readEvent(core::JsonCursor& cursor);
    bool ignoreValue(core::JsonCursor& cursor);
    bool skip(core::JsonCursor& cursor) { return core::skipValue(cursor, m_maxDepth, depth()); }
    bool pageMember(core::JsonCursor& cursor, std::string_view key);
    bool eventsMember(core::JsonCursor& cursor, std::string_view key);
    bool unknownMember(core::JsonCursor& cursor, std::string_view key);
    bool closePage(core::JsonCursor& cursor);
    void leavePage();
    void closeFrame();
    void closeDocument();
    [[nodiscard]] core::Result<void> finish();

    void report(RepairKind kind, const char* at, std::string_view detail, std::int64_t eventId = 0);
    [[nodiscard]] core::Error errorAt(const char* at, std::string message, std::string remedy = {});
    [[nodiscard]] std::uint32_t depth() const { return static_cast<std::uint32_t>(m_frames.size()); }
    [[nodiscard]] std::size_t offsetOf(const char* at) const { return static_cast<std::size_t>(at - m_text.data()); }

    EventSink& m_sink;
    std::uint32_t m_maxDepth;
    EventReader m_reader;
    ValueReader m_values; ///< for the members of pages
    LineCounter m_lines;
    std::string_view m_text;
    std::size_t m_offset = 0;  ///< the text in front of it has been dealt with
    std::size_t m_retryAt = 0; ///< no sense in trying again with less text than this
    std::vector<Frame> m_frames;
    PageFacts m_page; ///< pages do not nest
    ExecutionMetadata m_metadata;
    std::uint64_t m_events = 0;
    std::uint64_t m_eventsBeforeDocument = 0;
    std::uint64_t m_documents = 0; ///< top-level values that have begun
    std::uint64_t m_documentsWithEvents = 0;
    std::uint64_t m_pages = 0;
    std::uint64_t m_pagesWithMarker = 0;
    bool m_bareEvent = false; ///< a document was one event and nothing else
    bool m_responseMetadata = false;
    bool m_metadataSeen = false; ///< an answer of GetDurableExecution was among the documents
    bool m_blanksDropped = false;
    std::string m_problem; ///< what JsonCursor::problem points to when the message had to be put together
    std::string m_remedy;
};

} // namespace durascope::history
