// SPDX-License-Identifier: Apache-2.0
#include "engine/history/repair.h"

#include "engine/core/text.h"

namespace durascope::history {
namespace {

struct KindRow
{
    RepairKind kind;
    RepairClass severity;
    std::string_view one;  ///< the whole sentence when it happened once
    std::string_view many; ///< after the number; empty where a number says nothing
};

using K = RepairKind;
constexpr RepairClass kRepaired = RepairClass::Repaired;
constexpr RepairClass kGuessed = RepairClass::Guessed;
constexpr RepairClass kMissing = RepairClass::Missing;

// In the order of RepairKind.
constexpr std::array kKinds{
    KindRow{K::ByteOrderMark, kRepaired, "the text begins with a byte order mark, which was removed", ""},
    KindRow{K::Utf16, kRepaired, "the text was UTF-16 and was converted to UTF-8", ""},
    KindRow{K::InvalidUtf8, kRepaired, "1 invalid byte sequence was replaced by U+FFFD",
            "invalid byte sequences were replaced by U+FFFD"},
    KindRow{K::Compressed, kRepaired, "the input was compressed and was unpacked", ""},
    KindRow{K::Yaml, kRepaired, "the input was YAML and was converted to JSON", ""},
    KindRow{K::ConcatenatedPages, kRepaired, "1 more document follows the first one and was read with it",
            "more documents follow the first one and were read with it"},
    KindRow{K::SingleEvent, kRepaired, "the input is one event without a list around it", ""},
    KindRow{K::UnusualContainer, kRepaired, "the events stand under another name than Events",
            "lists of events stand under another name than Events"},
    KindRow{K::MorePages, kMissing, "the history has more pages that were not downloaded", ""},
    KindRow{K::IgnoredMember, kRepaired, "1 value that the format does not know was ignored",
            "values that the format does not know were ignored"},
    KindRow{K::MemberSpelling, kRepaired, "1 member has an unusual spelling and was read all the same",
            "members have an unusual spelling and were read all the same"},
    KindRow{K::DetailsName, kRepaired, "1 event has its details under the name of another type",
            "events have their details under the name of another type"},
    KindRow{K::DetailsMissing, kMissing, "1 event has no details", "events have no details"},
    KindRow{K::NumberAsText, kRepaired, "1 number was written as text", "numbers were written as text"},
    KindRow{K::ErrorAsText, kRepaired, "1 error was plain text and was read as its message",
            "errors were plain text and were read as their messages"},
    KindRow{K::ErrorUnwrapped, kRepaired, "1 error stands without the wrapper around it",
            "errors stand without the wrapper around them"},
    KindRow{K::UnknownEventType, kGuessed, "1 event has an unknown type and is shown without an effect",
            "events have an unknown type and are shown without an effect"},
    KindRow{K::ZoneMissing, kGuessed, "1 time carries no zone and was read as UTC",
            "times carry no zone and were read as UTC"},
    KindRow{K::DigitsLost, kRepaired, "1 time is finer than a microsecond and was shortened",
            "times are finer than a microsecond and were shortened"},
    KindRow{K::TimeMissing, kMissing, "1 time is missing", "times are missing"},
    KindRow{K::TimeUnreadable, kMissing, "1 time could not be read", "times could not be read"},
    KindRow{K::TimesOutOfOrder, kGuessed, "1 event is earlier than the one before it",
            "events are earlier than the ones before them"},
    KindRow{K::EventIdMissing, kGuessed, "1 event has no EventId and was numbered by its position",
            "events have no EventId and were numbered by their position"},
    KindRow{K::Reordered, kRepaired, "1 event stood out of order and was moved to its place",
            "events stood out of order and were moved to their places"},
    KindRow{K::DuplicateIdentical, kRepaired, "1 event is there twice and was taken once",
            "events are repetitions and were taken once"},
    KindRow{K::DuplicateConflicting, kGuessed, "1 event shares its EventId with a different event",
            "events share their EventIds with different events"},
    KindRow{K::GapInEventIds, kMissing, "events are missing at 1 place", "places at which events are missing"},
    KindRow{K::PartialHead, kMissing, "the beginning is missing: there is no ExecutionStarted", ""},
    KindRow{K::PartialTail, kMissing, "there is no end of the execution: it was still running, or the rest is missing",
            ""},
    KindRow{K::EndWithoutStart, kGuessed, "1 operation ends without having started; its start was put at the same time",
            "operations end without having started; their starts were put at the same times"},
    KindRow{K::SecondEnd, kGuessed, "1 operation ends a second time; the first end counts",
            "events end operations that had ended before; the first ends count"},
    KindRow{K::SecondStart, kGuessed, "1 operation starts a second time; the first start counts",
            "events start operations that had started before; the first starts count"},
    KindRow{K::UnknownParent, kGuessed, "1 operation names a parent that is not there and was put at the top",
            "operations name parents that are not there and were put at the top"},
    KindRow{K::ParentCycle, kGuessed, "1 operation is its own ancestor and was put at the top",
            "operations are their own ancestors and were put at the top"},
    KindRow{K::TypeMismatch, kGuessed, "1 event has another type than its operation and has no effect",
            "events have another type than their operations and have no effect"},
    KindRow{K::IdMissing, kMissing, "1 event names no operation and has no effect",
            "events name no operation and have no effect"},
    KindRow{K::RetryInferred, kGuessed, "1 end of a step is followed by another start and was taken as an attempt",
            "ends of steps are followed by other starts and were taken as attempts"},
    KindRow{K::AttemptRecounted, kRepaired, "1 attempt number differs from the count of the events, which was taken",
            "attempt numbers differ from the count of the events, which was taken"},
    KindRow{K::InvocationWithoutTimes, kMissing, "1 invocation has no start or end time",
            "invocations have no start or end time"},
    KindRow{K::PayloadsNotDownloaded, kMissing, "1 payload was not downloaded",
            "payloads were not downloaded; download the history with --include-execution-data to see them"},
    KindRow{K::SourceGuessed, kGuessed, "the writer was guessed from the form of the history", ""},
};

consteval bool rowsAreInOrder()
{
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        if (kKinds[i].kind != static_cast<RepairKind>(i)) {
            return false;
        }
    }
    return kKinds.back().kind == RepairKind::SourceGuessed;
}
static_assert(rowsAreInOrder());
static_assert(kKinds.size() < 64, "RepairReport keeps a table of 64 kinds");

constexpr std::array<const char*, 3> kClassWords{"repaired", "guessed", "missing"};

/// " (first at event 2, line 7: ‘eventType’)": as much of it as is known.
std::string firstOccurrence(const Repair& repair)
{
    std::string place;
    if (repair.firstEventId != 0) {
        place = "at event " + std::to_string(repair.firstEventId);
    }
    if (repair.firstLine != 0) {
        place += (place.empty() ? "in line " : ", line ") + std::to_string(repair.firstLine);
    }
    if (!place.empty() && repair.count > 1) {
        place.insert(0, "first ");
    }
    if (!repair.detail.empty()) {
        constexpr std::size_t kMaxDetail = 80;
        place += (place.empty() ? "" : ": ") + core::printable(repair.detail, kMaxDetail);
    }
    return place.empty() ? std::string() : " (" + place + ')';
}

const KindRow& rowOf(RepairKind kind)
{
    return kKinds[static_cast<std::size_t>(kind)];
}

} // namespace

void RepairReport::add(RepairKind kind, std::int64_t eventId, std::string_view detail, std::uint64_t line)
{
    addMany(kind, 1, eventId, detail, line);
}

void RepairReport::addMany(RepairKind kind, std::uint64_t count, std::int64_t eventId, std::string_view detail,
                           std::uint64_t line)
{
    std::uint8_t& position = m_positions[static_cast<std::size_t>(kind)];
    if (position != 0) {
        m_repairs[position - 1U].count += count;
        return;
    }
    m_repairs.push_back({kind, classOf(kind), count, eventId, line, std::string(detail)});
    position = static_cast<std::uint8_t>(m_repairs.size());
}

const Repair* RepairReport::find(RepairKind kind) const
{
    const std::uint8_t position = m_positions[static_cast<std::size_t>(kind)];
    return position == 0 ? nullptr : &m_repairs[position - 1U];
}

std::uint64_t RepairReport::count(RepairClass severity) const
{
    std::uint64_t sum = 0;
    for (const Repair& repair : m_repairs) {
        sum += repair.severity == severity ? repair.count : 0;
    }
    return sum;
}

RepairClass classOf(RepairKind kind)
{
    return rowOf(kind).severity;
}

std::string describe(const Repair& repair)
{
    const KindRow& row = rowOf(repair.kind);
    std::string sentence(row.one);
    if (repair.count > 1 && !row.many.empty()) {
        sentence = core::formatCount(repair.count) + ' ' + std::string(row.many);
    }
    return sentence + firstOccurrence(repair);
}

const char* toText(RepairClass severity)
{
    return kClassWords[static_cast<std::size_t>(severity)];
}

} // namespace durascope::history
