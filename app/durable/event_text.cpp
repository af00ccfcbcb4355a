// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/event_text.h"

#include "app/durable/symbols.h"
#include "engine/core/text.h"
#include "engine/core/time.h"
#include "engine/history/event_details.h"

#include <string_view>

namespace durascope::app {

using core::EventType;
using history::EventDetails;
using history::EventIndex;
using history::EventLog;

namespace {
constexpr std::size_t kMaxText = 160;
constexpr std::size_t kMaxPayloadBytes = 4 * kMaxText;

void append(std::string& text, std::string_view part, std::string_view joint = ", ")
{
    if (!part.empty()) {
        text += text.empty() ? "" : joint;
        text += part;
    }
}

std::string describePayload(const EventLog& log, EventIndex event)
{
    const history::PayloadView payload = log.payload(event);
    if (payload.state == history::PayloadState::NotDownloaded) {
        return "(payload not downloaded)";
    }
    return core::printable(history::payloadText(log, event, kMaxPayloadBytes).value_or(std::string{}), kMaxText);
}

std::string describeError(const EventDetails& details)
{
    return details.error ? errorText(details.error->type.value_or(""), details.error->message.value_or(""), kMaxText)
                         : std::string{};
}

std::string describeWait(const EventDetails& details)
{
    std::string text;
    if (details.waitDuration) {
        text = core::formatDuration(*details.waitDuration);
    }
    if (details.scheduledEnd) {
        append(text, "until " + core::formatIso(*details.scheduledEnd));
    }
    return text;
}

std::string describeCallback(const EventDetails& details)
{
    std::string text = core::printable(details.callbackId.value_or(""), kMaxText);
    if (details.timeout) {
        append(text, "timeout " + core::formatDuration(*details.timeout));
    }
    if (details.heartbeatTimeout) {
        append(text, "heartbeat " + core::formatDuration(*details.heartbeatTimeout));
    }
    return text;
}

std::string describeInvocation(const EventDetails& details)
{
    std::string text;
    if (details.invocationStart && details.invocationEnd) {
        text = core::formatDuration(*details.invocationEnd - *details.invocationStart);
    }
    append(text, core::printable(details.requestId.value_or(""), kMaxText));
    append(text, describeError(details));
    return text;
}

std::string describeStepEnd(const EventLog& log, EventIndex event, const EventDetails& details)
{
    std::string text;
    if (details.nextAttemptDelay) {
        append(text, "again in " + core::formatDuration(*details.nextAttemptDelay));
    } else if (log.has(event, history::kRetryFollows)) {
        append(text, "again later");
    }
    append(text, log.type(event) == EventType::StepFailed ? describeError(details) : describePayload(log, event), "; ");
    return text;
}
} // namespace

std::string describeEvent(const EventLog& log, EventIndex event)
{
    const EventType type = log.type(event);
    const EventDetails details = history::detailsOf(log, event);
    std::string text;
    if (type == EventType::WaitStarted || type == EventType::WaitSucceeded) {
        text = describeWait(details);
    } else if (type == EventType::CallbackStarted) {
        text = describeCallback(details);
    } else if (type == EventType::InvocationCompleted) {
        text = describeInvocation(details);
    } else if (type == EventType::StepSucceeded || type == EventType::StepFailed) {
        text = describeStepEnd(log, event, details);
    } else {
        append(text, core::printable(details.functionName.value_or(""), kMaxText));
        append(text, details.error ? describeError(details) : describePayload(log, event));
    }
    if (log.has(event, history::kIgnored)) {
        text = text.empty() ? "(contradicts earlier events, no effect)" : "(no effect) " + text;
    }
    return text;
}

} // namespace durascope::app
