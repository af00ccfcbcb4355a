// SPDX-License-Identifier: Apache-2.0
#include "engine/history/event_writer.h"

#include "engine/history/event_details.h"
#include "engine/history/redactor.h"

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

namespace durascope::history {

using core::JsonKind;
using core::JsonView;

namespace {
constexpr std::string_view kErrorMembers[] = {"ErrorMessage", "ErrorType", "ErrorData", "StackTrace"};
constexpr std::string_view kWrapperMembers[] = {"Payload", "Truncated"};
constexpr std::string_view kRetryMembers[] = {"CurrentAttempt", "NextAttemptDelaySeconds"};

/// Beyond it readers take a number of seconds for milliseconds (history-format section 13 rule 4).
constexpr std::int64_t kMaxEpochSeconds = 100'000'000'000;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

bool isAbsent(JsonView value)
{
    return !value || value.kind == JsonKind::Null;
}

bool isExecutionEvent(EventType type)
{
    return core::operationTypeOf(type) == OperationType::Execution && type != EventType::InvocationCompleted &&
           type != EventType::Unknown;
}

/// An error that stands directly under Error, without its wrapper (section 13 rule 5).
bool isUnwrappedError(JsonView wrapper)
{
    if (wrapper.kind != JsonKind::Object || memberOfAnySpelling(wrapper, "Payload")) {
        return false;
    }
    for (const std::string_view name : kErrorMembers) {
        if (memberOfAnySpelling(wrapper, name)) {
            return true;
        }
    }
    return false;
}

bool isError(MemberKind kind)
{
    return kind == MemberKind::Error || kind == MemberKind::OptionalError || kind == MemberKind::StoppedError;
}
} // namespace

void EventWriter::write(EventIndex event, std::int64_t eventId, std::uint32_t attempt)
{
    m_out.beginObject();
    m_out.key("EventType");
    m_out.string(m_log.typeName(event));
    const OperationIndex operation = m_log.operation(event);
    if (operation != kExecution && !m_log.subType(operation).empty()) {
        m_out.key("SubType");
        m_out.string(kept(m_log.subType(operation)));
    }
    m_out.key("EventId");
    m_out.integer(eventId);
    writeOperation(event);
    m_out.key("EventTimestamp");
    writeTime(m_log.time(event));
    if (operation != kExecution) {
        const OperationIndex parent = m_log.operation(operation).parent;
        if (parent.valid() && parent != kExecution) {
            m_out.key("ParentId");
            m_out.string(keptId(m_log.id(parent)));
        }
    }
    writeDetails(event, attempt);
    m_out.endObject();
}

void EventWriter::writeOperation(EventIndex event)
{
    // InvocationCompleted, and events of operations that could not be told apart, belong to the execution in the log
    // but carry neither its Id nor its name.
    const OperationIndex operation = m_log.operation(event);
    if (operation == kExecution && !isExecutionEvent(m_log.type(event))) {
        return;
    }
    if (!m_log.id(operation).empty()) {
        m_out.key("Id");
        m_out.string(keptId(m_log.id(operation)));
    }
    if (m_log.operation(operation).name.valid()) {
        m_out.key("Name");
        m_out.string(kept(m_log.name(operation)));
    }
}

void EventWriter::writeDetails(EventIndex event, std::uint32_t attempt)
{
    const JsonView details = core::parseJson(m_log.detailsJson(event));
    m_out.key(std::string(m_log.typeName(event)) + "Details");
    if (m_log.type(event) == EventType::Unknown) {
        // The format knows 24 types and an exporter should invent none (section 16). These were not invented: they
        // stood in the input, and to drop them from a conversion would lose data without a word.
        if (details.kind != JsonKind::Object) {
            m_out.beginObject();
            m_out.endObject();
        } else if (m_redactor != nullptr) {
            m_redactor->scrub(details, m_out);
        } else {
            m_out.value(details);
        }
        return;
    }
    m_out.beginObject();
    std::vector<std::string_view> known;
    for (const MemberSpec& spec : detailMembers(m_log.type(event))) {
        known.push_back(spec.name);
        writeMember(event, spec, memberOfAnySpelling(details, spec.name), attempt);
    }
    writeOtherMembers(details, known);
    m_out.endObject();
}

void EventWriter::writeMember(EventIndex event, MemberSpec spec, JsonView value, std::uint32_t attempt)
{
    switch (spec.kind) {
    case MemberKind::Value:
    case MemberKind::OptionalValue:
    case MemberKind::Error:
    case MemberKind::OptionalError:
    case MemberKind::StoppedError:
        writeWrapper(spec, value);
        break;
    case MemberKind::Retry:
        m_out.key(spec.name);
        writeRetryDetails(value, attempt);
        break;
    case MemberKind::Seconds:
        writeSeconds(spec.name, value);
        break;
    case MemberKind::Instant:
        writeInstant(event, spec.name, value);
        break;
    case MemberKind::Text:
    case MemberKind::OptionalText:
    case MemberKind::CallbackId:
    case MemberKind::Tenant:
        writeText(spec, value);
        break;
    }
}

void EventWriter::writeText(MemberSpec spec, JsonView value)
{
    const bool emptyIsAbsent = spec.kind == MemberKind::OptionalText || spec.kind == MemberKind::Tenant;
    if (isAbsent(value) || (emptyIsAbsent && value.text == "\"\"")) {
        return;
    }
    m_out.key(spec.name);
    if (m_redactor == nullptr) {
        m_out.value(value);
    } else if (value.kind != JsonKind::String || spec.kind == MemberKind::Tenant) {
        m_redactor->scrub(value, m_out);
    } else if (spec.kind == MemberKind::CallbackId) {
        m_out.string(m_redactor->callbackId(core::decodeString(value)));
    } else {
        m_out.string(kept(core::decodeString(value)));
    }
}

void EventWriter::writeWrapper(MemberSpec spec, JsonView wrapper)
{
    const bool unwrapped = isError(spec.kind) && isUnwrappedError(wrapper);
    // Somebody's tool put the value itself where its wrapper belongs.
    const bool bare = !isAbsent(wrapper) && wrapper.kind != JsonKind::Object;
    const JsonView payload = unwrapped || bare ? wrapper : memberOfAnySpelling(wrapper, "Payload");
    const bool truncated = !unwrapped && core::toBool(memberOfAnySpelling(wrapper, "Truncated")).value_or(false);
    const bool hasOthers = !unwrapped && !bare && core::childCount(wrapper) > 0;
    if (isAbsent(payload) && !truncated) {
        const bool optional =
            spec.kind == MemberKind::OptionalError || (spec.kind == MemberKind::OptionalValue && !hasOthers);
        if (optional) {
            return;
        }
    }
    m_out.key(spec.name);
    m_out.beginObject();
    if (!isAbsent(payload)) {
        m_out.key("Payload");
        if (isError(spec.kind)) {
            writeErrorPayload(payload);
        } else if (m_redactor != nullptr) {
            m_redactor->scrubPayload(payload, m_out);
        } else if (payload.kind == JsonKind::String) {
            m_out.literal(payload.text);
        } else {
            m_out.string(payload.text); // opened by somebody's tool: the API has text here, so close it again
        }
    } else if (spec.kind == MemberKind::StoppedError && !truncated) {
        m_out.key("Payload");
        m_out.beginObject();
        m_out.endObject();
    }
    m_out.key("Truncated");
    m_out.boolean(truncated);
    if (!unwrapped && !bare) {
        writeOtherMembers(wrapper, kWrapperMembers);
    }
    m_out.endObject();
}

void EventWriter::writeErrorPayload(JsonView payload)
{
    m_out.beginObject();
    if (payload.kind != JsonKind::Object) {
        m_out.key(kErrorMembers[0]); // section 13 rule 5: an error that is only text is its message
        if (m_redactor != nullptr) {
            m_redactor->scrub(payload, m_out);
        } else if (payload.kind == JsonKind::String) {
            m_out.literal(payload.text);
        } else {
            m_out.string(payload.text);
        }
        m_out.endObject();
        return;
    }
    for (const std::string_view name : kErrorMembers) {
        const JsonView value = memberOfAnySpelling(payload, name);
        if (isAbsent(value)) {
            continue;
        }
        m_out.key(name);
        if (m_redactor == nullptr) {
            m_out.value(value);
        } else if (name == "ErrorType" && value.kind == JsonKind::String) {
            m_out.string(kept(core::decodeString(value)));
        } else {
            m_redactor->scrub(value, m_out);
        }
    }
    writeOtherMembers(payload, kErrorMembers);
    m_out.endObject();
}

void EventWriter::writeRetryDetails(JsonView details, std::uint32_t attempt)
{
    m_out.beginObject();
    m_out.key("CurrentAttempt");
    m_out.integer(attempt);
    const JsonView delay = memberOfAnySpelling(details, "NextAttemptDelaySeconds");
    if (core::toInteger(delay) != 0) {
        writeSeconds("NextAttemptDelaySeconds", delay);
    }
    writeOtherMembers(details, kRetryMembers);
    m_out.endObject();
}

void EventWriter::writeSeconds(std::string_view name, JsonView value)
{
    if (isAbsent(value)) {
        return;
    }
    m_out.key(name);
    if (const std::optional<std::int64_t> seconds = core::toInteger(value)) {
        m_out.integer(*seconds);
    } else if (m_redactor != nullptr && value.kind != JsonKind::Number) {
        m_redactor->scrub(value, m_out);
    } else {
        m_out.value(value);
    }
}

void EventWriter::writeInstant(EventIndex event, std::string_view name, JsonView value)
{
    if (isAbsent(value)) {
        return;
    }
    const EventDetails details = detailsOf(m_log, event);
    const std::optional<Timestamp> time = name == "ScheduledEndTimestamp" ? details.scheduledEnd
                                          : name == "StartTimestamp"      ? details.invocationStart
                                                                          : details.invocationEnd;
    m_out.key(name);
    if (time) {
        writeTime(*time);
    } else if (m_redactor != nullptr) {
        m_redactor->scrub(value, m_out);
    } else {
        m_out.value(value); // unreadable, but it is what was there
    }
}

void EventWriter::writeTime(Timestamp time)
{
    if (m_form == HistoryForm::Cli) {
        m_out.string(core::formatIso(time, core::IsoStyle::Offset));
    } else if (m_form == HistoryForm::Aws && std::abs(time.micros / kMicrosPerSecond) < kMaxEpochSeconds) {
        m_out.literal(core::formatEpochSeconds(time));
    } else {
        m_out.string(core::formatIso(time, core::IsoStyle::Z));
    }
}

void EventWriter::writeOtherMembers(JsonView object, std::span<const std::string_view> known)
{
    if (object.kind != JsonKind::Object) {
        return;
    }
    // A second spelling of a known member is not the one that was read: it stays, as any member nobody knows.
    std::vector<const char*> taken;
    for (const std::string_view name : known) {
        if (const JsonView value = memberOfAnySpelling(object, name)) {
            taken.push_back(value.text.data());
        }
    }
    core::forEachMember(object, [&](std::string_view key, JsonView value) {
        for (const char* begin : taken) {
            if (begin == value.text.data()) {
                return true;
            }
        }
        for (const std::string_view name : known) {
            if (key == name) {
                return true; // the same member twice: the first one counts, the second would only repeat the name
            }
        }
        m_out.key(kept(key));
        if (m_redactor != nullptr) {
            m_redactor->scrub(value, m_out);
        } else {
            m_out.value(value);
        }
        return true;
    });
}

std::string EventWriter::kept(std::string_view text) const
{
    return m_redactor != nullptr ? m_redactor->keptText(text) : std::string(text);
}

std::string EventWriter::keptId(std::string_view id) const
{
    return m_redactor != nullptr ? m_redactor->keptId(id) : std::string(id);
}

} // namespace durascope::history
