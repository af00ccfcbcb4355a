// SPDX-License-Identifier: Apache-2.0
#include "engine/history/page_facts.h"

#include "engine/history/name_table.h"

#include <utility>

namespace durascope::history {
namespace {

constexpr NameTable<PageMember, 18> kPageMembers{{{{"Events", PageMember::Events},
                                                   {"NextMarker", PageMember::Marker},
                                                   {"NextToken", PageMember::Marker},
                                                   {"ResponseMetadata", PageMember::ResponseMetadata},
                                                   {"DurableExecutionArn", PageMember::Arn},
                                                   {"DurableExecutionName", PageMember::Name},
                                                   {"FunctionArn", PageMember::FunctionArn},
                                                   {"Status", PageMember::Status},
                                                   {"ExecutionStatus", PageMember::Status},
                                                   {"Version", PageMember::Version},
                                                   {"StartTimestamp", PageMember::Start},
                                                   {"EndTimestamp", PageMember::End},
                                                   {"InputPayload", PageMember::Known},
                                                   {"Result", PageMember::Known},
                                                   {"Error", PageMember::Known},
                                                   {"TraceHeader", PageMember::Known},
                                                   {"ExecutionDataIncluded", PageMember::Known},
                                                   {"DurableConfig", PageMember::Known}}}};

bool takeText(core::JsonCursor& cursor, ValueReader& values, std::string& result)
{
    std::string_view text;
    std::string_view literal;
    if (!values.text(cursor, text, literal)) {
        return false;
    }
    result = text;
    return true;
}

} // namespace

PageMember pageMemberOf(std::string_view key)
{
    const auto found = kPageMembers.find(key);
    return found ? found->value : PageMember::Unknown;
}

bool PageFacts::read(PageMember member, core::JsonCursor& cursor, ValueReader& values)
{
    std::string marker;
    switch (member) {
    case PageMember::Marker:
        if (!takeText(cursor, values, marker)) {
            return false;
        }
        hasMarker = hasMarker || !marker.empty();
        return true;
    case PageMember::ResponseMetadata:
        responseMetadata = true;
        return values.skip(cursor);
    case PageMember::Arn:
        return takeText(cursor, values, metadata.arn);
    case PageMember::Name:
        return takeText(cursor, values, metadata.name);
    case PageMember::FunctionArn:
        return takeText(cursor, values, metadata.functionArn);
    case PageMember::Status:
        return takeText(cursor, values, metadata.status);
    case PageMember::Version:
        return takeText(cursor, values, metadata.version);
    case PageMember::Start:
        return values.time(cursor, metadata.start);
    case PageMember::End:
        return values.time(cursor, metadata.end);
    case PageMember::Unknown:
    case PageMember::Events:
    case PageMember::Known:
        break;
    }
    return values.skip(cursor);
}

void mergeMetadata(ExecutionMetadata& into, ExecutionMetadata from)
{
    const auto take = [](std::string& target, std::string& source) {
        if (!source.empty()) {
            target = std::move(source);
        }
    };
    take(into.arn, from.arn);
    take(into.name, from.name);
    take(into.functionArn, from.functionArn);
    take(into.status, from.status);
    take(into.version, from.version);
    into.start = from.start ? from.start : into.start;
    into.end = from.end ? from.end : into.end;
}

} // namespace durascope::history
