// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/json_log.h"

#include "engine/history/log_builder.h"

#include <cmath>

namespace durascope::test {

using history::EventType;
using history::Extent;
using history::RawEvent;
using nlohmann::json;

namespace {

class Feeder
{
public:
    explicit Feeder(IdsAs ids)
        : m_ids(ids)
    {
    }

    void feed(const json& event);
    std::shared_ptr<const history::EventLog> finish() { return m_builder.finish(history::ownedBytes(m_text)); }

private:
    Extent place(const std::string& text)
    {
        const Extent extent{static_cast<std::uint32_t>(m_text.size()), static_cast<std::uint32_t>(text.size())};
        m_text += text;
        return extent;
    }
    void readDetails(const json& event, RawEvent& raw);
    static std::int64_t numberOf(const json& details, const RawEvent& raw);

    IdsAs m_ids;
    std::string m_text = " "; // an extent at offset 0 would look empty where it is short
    history::LogBuilder m_builder;
};

std::string textOf(const json& event, const char* key)
{
    const auto found = event.find(key);
    return found != event.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t microsOf(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? std::llround(found->get<double>() * 1e6) : 0;
}

void Feeder::feed(const json& event)
{
    RawEvent raw;
    const std::string typeName = textOf(event, "EventType");
    const std::string id = textOf(event, "Id");
    const std::string parent = textOf(event, "ParentId");
    const std::string name = textOf(event, "Name");
    const std::string subType = textOf(event, "SubType");
    raw.type = core::eventTypeFromText(typeName).value_or(EventType::Unknown);
    raw.typeName = typeName;
    if (event.contains("EventId"))
        raw.eventId = event["EventId"].get<std::int64_t>();
    raw.time = timeOf(event, "EventTimestamp");
    raw.id = id;
    if (!id.empty() && m_ids == IdsAs::Extents)
        raw.idExtent = place(id);
    raw.parentId = parent;
    raw.name = name;
    raw.hasName = event.contains("Name");
    raw.subType = subType;
    readDetails(event, raw);
    m_builder.setBytes(m_text);
    m_builder.add(raw);
}

void Feeder::readDetails(const json& event, RawEvent& raw)
{
    const auto found = event.find(std::string(raw.typeName) + "Details");
    if (found == event.end())
        return;
    const json& details = *found;
    raw.details = place(details.dump());
    raw.number = numberOf(details, raw);
    for (const char* wrapper : {"Input", "Result", "Error"}) {
        if (!details.contains(wrapper) || !details[wrapper].is_object())
            continue;
        raw.truncated = details[wrapper].value("Truncated", false);
        if (details[wrapper].contains("Payload"))
            raw.payload = place(details[wrapper]["Payload"].dump());
    }
    if (details.contains("RetryDetails"))
        raw.currentAttempt = details["RetryDetails"].value("CurrentAttempt", 0U);
    raw.intervalStart = timeOf(details, "StartTimestamp");
    raw.intervalEnd = timeOf(details, "EndTimestamp");
}

std::int64_t Feeder::numberOf(const json& details, const RawEvent& raw)
{
    switch (raw.type) {
    case EventType::StepSucceeded:
    case EventType::StepFailed:
        return details.contains("RetryDetails") ? microsOf(details["RetryDetails"], "NextAttemptDelaySeconds") : 0;
    case EventType::WaitStarted: {
        const std::int64_t computed = raw.time ? raw.time->micros + microsOf(details, "Duration") : 0;
        const auto scheduled = timeOf(details, "ScheduledEndTimestamp");
        return scheduled ? scheduled->micros : details.contains("Duration") ? computed : 0;
    }
    case EventType::CallbackStarted:
        return microsOf(details, "Timeout");
    case EventType::ExecutionStarted:
        return microsOf(details, "ExecutionTimeout");
    default:
        return 0;
    }
}

} // namespace

std::optional<history::Timestamp> timeOf(const json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end())
        return std::nullopt;
    if (found->is_number())
        return history::Timestamp{std::llround(found->get<double>() * 1e6)};
    const auto parsed = found->is_string() ? core::parseIsoTime(found->get<std::string>()) : std::nullopt;
    return parsed ? std::optional(parsed->time) : std::nullopt;
}

const json& eventsOf(const json& history)
{
    return history.is_object() ? history.at("Events") : history;
}

std::shared_ptr<const history::EventLog> logFromJson(const json& events, IdsAs ids)
{
    Feeder feeder(ids);
    for (const json& event : eventsOf(events))
        feeder.feed(event);
    return feeder.finish();
}

} // namespace durascope::test
