// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/common/text.h"

#include "engine/core/ids.h"
#include "engine/core/text.h"
#include "models/common/visual_state.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <array>

namespace durascope::models {

using core::OperationIndex;
using core::OperationStatus;
using core::OperationType;
using core::Timestamp;

namespace {

constexpr std::size_t kShortIdCharacters = 6;

QString translated(const char* text)
{
    return QCoreApplication::translate("durascope::models::text", text);
}

struct SubTypeText
{
    std::string_view subType;
    const char* text;
};
/// The words of history-format section 2 that say more than the type does.
constexpr std::array kSubTypes{
    SubTypeText{"RunInChildContext", QT_TRANSLATE_NOOP("durascope::models::text", "Child context")},
    SubTypeText{"Context", QT_TRANSLATE_NOOP("durascope::models::text", "Child context")},
    SubTypeText{"Map", QT_TRANSLATE_NOOP("durascope::models::text", "Map")},
    SubTypeText{"MapIteration", QT_TRANSLATE_NOOP("durascope::models::text", "Map item")},
    SubTypeText{"Parallel", QT_TRANSLATE_NOOP("durascope::models::text", "Parallel")},
    SubTypeText{"ParallelBranch", QT_TRANSLATE_NOOP("durascope::models::text", "Parallel branch")},
    SubTypeText{"WaitForCallback", QT_TRANSLATE_NOOP("durascope::models::text", "Wait for callback")},
    SubTypeText{"WaitForCondition", QT_TRANSLATE_NOOP("durascope::models::text", "Wait for condition")},
    SubTypeText{"WithRetry", QT_TRANSLATE_NOOP("durascope::models::text", "Retry block")},
};

QString typeText(OperationType type)
{
    switch (type) {
    case OperationType::Execution:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Execution"));
    case OperationType::Context:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Child context"));
    case OperationType::Step:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Step"));
    case OperationType::Wait:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Wait"));
    case OperationType::Callback:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Callback"));
    case OperationType::ChainedInvoke:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Invoke"));
    case OperationType::Generic:
        break;
    }
    return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Operation"));
}

QString remainingText(core::Duration remaining)
{
    // Microseconds left of an hour are noise.
    return durationText(std::chrono::floor<std::chrono::milliseconds>(remaining));
}

QString backOffText(const history::StateAt& state, const history::OperationState& operation)
{
    if (operation.nextAttempt && *operation.nextAttempt > state.now()) {
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Retrying in %1"))
            .arg(remainingText(*operation.nextAttempt - state.now()));
    }
    return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Retry is due"));
}

QString withTimeLeft(const QString& text, const history::StateAt& state, const std::optional<Timestamp>& due)
{
    if (!due || *due <= state.now()) {
        return text;
    }
    return translated(QT_TRANSLATE_NOOP("durascope::models::text", "%1, %2 left"))
        .arg(text, remainingText(*due - state.now()));
}

QString absoluteText(Timestamp time)
{
    auto text = toQString(core::formatIso(std::clamp(time, core::kEarliest, core::kLatest)));
    text.replace(QLatin1Char('T'), QLatin1Char(' '));
    text.chop(1); // the Z
    return text;
}

QDateTime localTime(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(core::Duration(time.micros)).count(), Qt::LocalTime);
}

} // namespace

QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string toUtf8(const QString& text)
{
    const auto bytes = text.toUtf8();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

QString displayText(std::string_view utf8, std::size_t maxCharacters)
{
    return toQString(core::printable(utf8, maxCharacters));
}

QString executionName(const history::EventLog& log)
{
    if (!log.metadata().name.empty()) {
        return displayText(log.metadata().name, kMaxLabelCharacters);
    }
    if (log.operationCount() > 0 && !log.name(core::kExecution).empty()) {
        return displayText(log.name(core::kExecution), kMaxLabelCharacters);
    }
    const auto arn = core::parseExecutionArn(log.executionArn());
    return arn ? displayText(arn->executionName, kMaxLabelCharacters) : QString();
}

QString operationLabel(const history::EventLog& log, OperationIndex operation)
{
    if (operation == core::kExecution) {
        const auto name = executionName(log);
        return name.isEmpty() ? typeText(OperationType::Execution) : name;
    }
    const auto name = log.name(operation);
    if (!name.empty()) {
        return displayText(name, kMaxLabelCharacters);
    }
    const auto id = displayText(log.id(operation).substr(0, 4 * kShortIdCharacters)).left(kShortIdCharacters);
    return id.isEmpty() ? kindText(log, operation) : kindText(log, operation) + QLatin1Char(' ') + id;
}

QString kindText(const history::EventLog& log, OperationIndex operation)
{
    const auto type = log.operation(operation).type;
    const auto subType = log.subType(operation);
    const auto known = std::find_if(kSubTypes.begin(), kSubTypes.end(),
                                    [&](const SubTypeText& entry) { return entry.subType == subType; });
    if (known != kSubTypes.end()) {
        return translated(known->text);
    }
    if (!subType.empty() && (type == OperationType::Context || type == OperationType::Generic)) {
        return displayText(subType, kMaxLabelCharacters);
    }
    return typeText(type);
}

QString statusText(const history::StateAt& state, OperationIndex operation, const history::Analysis* analysis)
{
    switch (visualStateOf(state, operation, analysis)) {
    case VisualState::Succeeded:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Succeeded"));
    case VisualState::Failed:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Failed"));
    case VisualState::TimedOut:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Timed out"));
    case VisualState::Running:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Running"));
    case VisualState::TimerWait:
        return withTimeLeft(translated(QT_TRANSLATE_NOOP("durascope::models::text", "Waiting")), state,
                            state.state(operation).scheduledEnd);
    case VisualState::CallbackWait:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Waiting for callback"));
    case VisualState::BackOff: {
        const auto now = state.state(operation);
        const bool ownRetry = now.status == OperationStatus::Pending || now.status == OperationStatus::Ready;
        return ownRetry ? backOffText(state, now)
                        : translated(QT_TRANSLATE_NOOP("durascope::models::text", "Waiting for a retry"));
    }
    case VisualState::Cancelled:
        return state.status(operation) == OperationStatus::Stopped
                   ? translated(QT_TRANSLATE_NOOP("durascope::models::text", "Stopped"))
                   : translated(QT_TRANSLATE_NOOP("durascope::models::text", "Cancelled"));
    case VisualState::InvokePending:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Waiting for the called function"));
    case VisualState::Pending:
        return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Not started yet"));
    case VisualState::Abandoned:
        break;
    }
    return translated(QT_TRANSLATE_NOOP("durascope::models::text", "Abandoned"));
}

QString durationText(core::Duration duration)
{
    return toQString(core::formatDuration(duration));
}

QString timeText(Timestamp time, TimeDisplay display, Timestamp start)
{
    switch (display) {
    case TimeDisplay::Utc:
        break;
    case TimeDisplay::Local:
        return absoluteText(time + std::chrono::seconds(localTime(time).offsetFromUtc()));
    case TimeDisplay::SinceStart:
        return sinceStartText(time, start);
    }
    return absoluteText(time);
}

QString zoneText(TimeDisplay display, Timestamp time)
{
    switch (display) {
    case TimeDisplay::Utc:
        return QStringLiteral("UTC");
    case TimeDisplay::Local:
        return localTime(time).timeZoneAbbreviation();
    case TimeDisplay::SinceStart:
        break;
    }
    return {};
}

QString sinceStartText(Timestamp time, Timestamp start)
{
    const auto since = time - start;
    return (since < core::Duration::zero() ? QStringLiteral("T") : QStringLiteral("T+")) + durationText(since);
}

} // namespace durascope::models
