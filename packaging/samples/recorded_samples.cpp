// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/samples/recorded_samples.h"

#include "engine/core/json_view.h"
#include "engine/history/event_log.h"
#include "engine/history/reader.h"
#include "engine/samples/samples.h"

namespace durascope::packaging {

namespace {

/// The EventId to begin looking at: where the operation of that name ended first, else the last event.
core::Result<std::int64_t> eventToLookAt(const std::string& history, std::string_view operation)
{
    const auto log = history::readHistoryText(history, "the recording");
    if (!log)
        return std::unexpected(log.error());
    for (std::uint32_t i = 0; i < (*log)->eventCount(); ++i) {
        const core::EventIndex event(i);
        const bool ends =
            core::roleOf((*log)->type(event)) == core::EventRole::End && !(*log)->has(event, history::kRetryFollows);
        if (ends && !operation.empty() && (*log)->name((*log)->operation(event)) == operation)
            return (*log)->eventId(event);
    }
    return (*log)->eventId((*log)->lastEvent());
}

std::string entryOf(const Recording& recording, const samples::Sample& sample, std::int64_t at)
{
    return "    {\n        \"file\": " + core::quoteJson(recording.file) +
           ",\n        \"title\": " + core::quoteJson(sample.title) +
           ",\n        \"sentence\": " + core::quoteJson(sample.sentence) + ",\n        \"at\": " + std::to_string(at) +
           "\n    }";
}

} // namespace

std::span<const Recording> recordings()
{
    static constexpr Recording kAll[] = {
        {"order-processing", "order.json", "order-4711", "2026-03-02T09:14:07.318Z", 4711},
        {"api-orchestration", "retries.json", "order-5820", "2026-03-05T16:41:52.804Z", 5820},
        {"approval", "approval.json", "expense-2291", "2026-03-09T08:02:31.447Z", 2291},
        {"broken-callback", "broken-callback.json", "customer-0893", "2026-03-11T13:27:45.061Z", 893},
        {"saga", "saga.json", "trip-7719", "2026-03-12T19:55:03.690Z", 7719},
        {"daily-report", "daily-report.json", "reports-2026-12", "2026-03-16T15:20:11.238Z", 12},
        {"event-driven", "events.json", "shipment-3310", "2026-03-17T07:45:29.902Z", 3310},
        {"nested", "nested.json", "order-6604", "2026-03-18T11:09:40.155Z", 6604},
        {"image-pipeline", "map-200.json", "catalogue-2026-03", "2026-03-14T02:30:00.512Z", 200},
    };
    return kAll;
}

core::Result<std::vector<RecordedFile>> recordAll()
{
    std::vector<RecordedFile> files;
    std::string index;
    for (const Recording& recording : recordings()) {
        core::Result<std::string> history = record(recording);
        if (!history)
            return std::unexpected(history.error());
        const samples::Sample& sample = *samples::find(recording.sample);
        const auto at = eventToLookAt(*history, sample.lookAt);
        if (!at)
            return std::unexpected(at.error());
        index += (index.empty() ? "" : ",\n") + entryOf(recording, sample, *at);
        files.push_back({std::string(recording.file), std::move(*history)});
    }
    files.push_back({"index.json", "[\n" + index + "\n]\n"});
    return files;
}

} // namespace durascope::packaging
