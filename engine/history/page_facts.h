// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/event_log.h"
#include "engine/history/value_reader.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::history {

/// What a member of a page is.
enum class PageMember : std::uint8_t {
    Unknown,
    Events,
    Marker,
    ResponseMetadata,
    Arn,
    Name,
    FunctionArn,
    Status,
    Version,
    Start,
    End,
    Known, ///< of GetDurableExecution; the events say the same
};
[[nodiscard]] PageMember pageMemberOf(std::string_view key);

/// What an object that may hold a list of events says beside them: an answer of GetDurableExecutionHistory, one of
/// GetDurableExecution, or something made by hand.
struct PageFacts
{
    /// A member by its name and the offset of its value.
    struct Named
    {
        std::string name;
        std::size_t offset = 0;
    };

    bool hasEvents = false;
    bool hasMarker = false;        ///< NextMarker or NextToken: more pages follow
    bool responseMetadata = false; ///< boto3 wrote it
    std::vector<Named> otherLists; ///< lists of events under another name than Events
    std::size_t resumeAt = 0;      ///< behind the page, while one of them is read; 0 otherwise
    Named firstUnknown;
    std::uint64_t unknownCount = 0;
    ExecutionMetadata metadata;

    void addUnknown(Named member)
    {
        if (unknownCount++ == 0) {
            firstUnknown = std::move(member);
        }
    }
    /// An answer of GetDurableExecution (history-format section 13 rule 2).
    [[nodiscard]] bool describesExecution() const { return !metadata.arn.empty() && !metadata.status.empty(); }

    /// Takes the value of a member other than Unknown and Events.
    bool read(PageMember member, core::JsonCursor& cursor, ValueReader& values);
};

/// What `from` knows replaces what `into` knows.
void mergeMetadata(ExecutionMetadata& into, ExecutionMetadata from);

} // namespace durascope::history
