// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/events/event_text.h"

#include "engine/core/text.h"
#include "engine/history/event_details.h"
#include "models/common/text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace durascope::models {

using core::EventIndex;
using core::EventType;

namespace {

constexpr std::size_t kPartCharacters = 120;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(durascope::models::events)
};

void addError(QStringList& parts, const history::EventDetails& details)
{
    if (!details.error)
        return;
    const QString line =
        errorLine(details.error->type.value_or(std::string()), details.error->message.value_or(std::string()));
    if (!line.isEmpty())
        parts << line;
}

void addAttempt(QStringList& parts, const history::EventLog& log, EventIndex event,
                const history::EventDetails& details)
{
    const std::uint32_t attempt = attemptOfEvent(log, event);
    if (attempt == 0)
        return;
    const bool single = attempt == 1 && !details.nextAttemptDelay && !log.has(event, history::kRestart);
    if (log.has(event, history::kRestart))
        parts << Words::tr("attempt %1 begun again").arg(attempt);
    else if (details.nextAttemptDelay)
        parts << Words::tr("attempt %1, next in %2").arg(attempt).arg(durationText(*details.nextAttemptDelay));
    else if (!single)
        parts << Words::tr("attempt %1").arg(attempt);
}

void addTimes(QStringList& parts, const history::EventLog& log, EventIndex event, const history::EventDetails& details)
{
    if (log.type(event) == EventType::WaitStarted) {
        if (details.waitDuration)
            parts << Words::tr("for %1").arg(durationText(*details.waitDuration));
        else if (details.scheduledEnd)
            parts << Words::tr("for %1").arg(durationText(*details.scheduledEnd - log.time(event)));
    }
    if (details.timeout)
        parts << Words::tr("timeout %1").arg(durationText(*details.timeout));
    if (details.heartbeatTimeout)
        parts << Words::tr("heartbeat %1").arg(durationText(*details.heartbeatTimeout));
    if (details.executionTimeout)
        parts << Words::tr("timeout %1").arg(durationText(*details.executionTimeout));
    if (details.invocationStart && details.invocationEnd)
        parts << Words::tr("ran %1").arg(durationText(*details.invocationEnd - *details.invocationStart));
}

void addNames(QStringList& parts, const history::EventDetails& details)
{
    if (details.functionName)
        parts << displayText(*details.functionName, kPartCharacters);
    if (details.requestId)
        parts << Words::tr("request %1").arg(displayText(*details.requestId, kPartCharacters));
}

void addPayload(QStringList& parts, const history::EventLog& log, EventIndex event)
{
    const history::PayloadView payload = log.payload(event);
    if (payload.state == history::PayloadState::NotDownloaded)
        parts << Words::tr("data not downloaded");
    else if (payload.state == history::PayloadState::Present && payload.truncated)
        parts << Words::tr("data truncated");
    else if (payload.state == history::PayloadState::Present && payload.json.starts_with('"'))
        parts << toQString(core::formatBytes(payload.json.size() - 2));
}

} // namespace

QString errorLine(std::string_view type, std::string_view message)
{
    const QString shortType = displayText(core::shortErrorType(type), kPartCharacters);
    const QString shortMessage = displayText(message, 2 * kPartCharacters);
    if (shortType.isEmpty() || shortMessage.isEmpty())
        return shortType + shortMessage;
    return shortType + QStringLiteral(": ") + shortMessage;
}

std::uint32_t attemptOfEvent(const history::EventLog& log, EventIndex event)
{
    const core::OperationIndex operation = log.operation(event);
    if (!operation.valid() || log.operation(operation).type != core::OperationType::Step)
        return 0;
    const auto events = log.events(operation);
    const auto found = std::lower_bound(events.begin(), events.end(), event);
    if (found == events.end() || *found != event)
        return 0;
    return log.attempt(operation, static_cast<std::uint32_t>(found - events.begin()));
}

VisualState visualStateOfEvent(const history::EventLog& log, EventIndex event)
{
    if (log.has(event, history::kRetryFollows))
        return VisualState::BackOff;
    switch (log.type(event)) {
    case EventType::ExecutionSucceeded:
    case EventType::ContextSucceeded:
    case EventType::WaitSucceeded:
    case EventType::StepSucceeded:
    case EventType::ChainedInvokeSucceeded:
    case EventType::CallbackSucceeded:
        return VisualState::Succeeded;
    case EventType::ExecutionFailed:
    case EventType::ContextFailed:
    case EventType::StepFailed:
    case EventType::ChainedInvokeFailed:
    case EventType::CallbackFailed:
        return VisualState::Failed;
    case EventType::ExecutionTimedOut:
    case EventType::ChainedInvokeTimedOut:
    case EventType::CallbackTimedOut:
        return VisualState::TimedOut;
    case EventType::ExecutionStopped:
    case EventType::ChainedInvokeStopped:
    case EventType::WaitCancelled:
        return VisualState::Cancelled;
    case EventType::WaitStarted:
        return VisualState::TimerWait;
    case EventType::CallbackStarted:
        return VisualState::CallbackWait;
    case EventType::ChainedInvokeStarted:
        return VisualState::InvokePending;
    case EventType::ExecutionStarted:
    case EventType::ContextStarted:
    case EventType::StepStarted:
        return VisualState::Running;
    case EventType::InvocationCompleted:
        return history::errorOf(log, event) ? VisualState::Failed : VisualState::Pending;
    case EventType::Unknown:
        break;
    }
    return VisualState::Pending;
}

QString eventSummary(const history::EventLog& log, EventIndex event)
{
    const history::EventDetails details = history::detailsOf(log, event);
    QStringList parts;
    if (log.has(event, history::kIgnored))
        parts << Words::tr("contradicts earlier events, ignored");
    addAttempt(parts, log, event, details);
    addTimes(parts, log, event, details);
    addNames(parts, details);
    addError(parts, details);
    addPayload(parts, log, event);
    if (log.has(event, history::kTimeGuessed))
        parts << Words::tr("time guessed");
    const QString text = parts.join(QStringLiteral(" · "));
    return text.size() > kMaxSummaryCharacters ? QString(text.left(kMaxSummaryCharacters - 1) + u'…') : text;
}

} // namespace durascope::models
