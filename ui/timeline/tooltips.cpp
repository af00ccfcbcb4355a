// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/tooltips.h"

#include "engine/core/text.h"
#include "engine/history/attempts.h"
#include "engine/history/event_details.h"
#include "models/common/text.h"
#include "models/timeline/band_layout.h"
#include "ui/theme/time_display.h"
#include "ui/timeline/words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace durascope::ui {

using core::OperationIndex;
using history::Attempt;
using history::Gap;
using history::Invocation;
using models::durationText;

namespace {

constexpr int kMostNames = 4;
constexpr std::size_t kLongestLine = 120;

QString translated(const char* text)
{
    return QCoreApplication::translate("TimelineTips", text);
}

QString shortened(const QString& text)
{
    return text.size() <= static_cast<qsizetype>(kLongestLine) ? text
                                                               : text.left(kLongestLine - 1) + QStringLiteral("…");
}

QString when(const models::Session& session, core::Timestamp time)
{
    const core::Timestamp start = session.log().startTime();
    const QString absolute = TimeDisplayChoice::instance().text(time, start);
    if (TimeDisplayChoice::instance().display() == models::TimeDisplay::SinceStart)
        return absolute;
    return absolute + QStringLiteral("  ") + models::sinceStartText(time, start);
}

/// "Attempt 2 of 3: failed after 40 ms; next planned after 5 s, came after 5.2 s".
QString attemptLine(const Attempt& attempt, std::size_t count)
{
    QString line = translated("Attempt %1 of %2").arg(attempt.number).arg(count);
    if (attempt.end)
        line += translated(", %1").arg(durationText(*attempt.end - attempt.start));
    if (attempt.restarts > 0)
        line += translated(", started again after a crash");
    return line;
}

QString backOffLine(const Attempt& attempt)
{
    if (attempt.plannedDelay.count() <= 0)
        return {};
    QString line = translated("Back-off %1 planned").arg(durationText(attempt.plannedDelay));
    if (attempt.actualDelay)
        line += translated(", %1 in fact").arg(durationText(*attempt.actualDelay));
    return line;
}

void addAttempts(QStringList& lines, const models::Session& session, OperationIndex operation, std::uint32_t wanted)
{
    const std::vector<Attempt> attempts = history::attemptsOf(session.stateAt(), operation);
    if (attempts.empty() || (attempts.size() == 1 && wanted == 0 && attempts.front().restarts == 0))
        return;
    if (wanted == 0) {
        lines.append(attempts.size() == 1 ? attemptLine(attempts.front(), 1)
                                          : translated("%1 attempts").arg(attempts.size()));
        return;
    }
    const auto attempt = std::find_if(attempts.begin(), attempts.end(),
                                      [wanted](const Attempt& entry) { return entry.number == wanted; });
    if (attempt == attempts.end())
        return;
    lines.append(attemptLine(*attempt, attempts.size()));
    const QString backOff = backOffLine(*attempt);
    if (!backOff.isEmpty())
        lines.append(backOff);
}

QString waitingLine(const models::Session& session, const Gap& gap)
{
    QStringList names;
    const auto count = std::min<std::size_t>(gap.waitingFor.size(), kMostNames);
    for (std::size_t i = 0; i < count; ++i)
        names.append(shortened(models::operationLabel(session.log(), gap.waitingFor[i])));
    if (gap.waitingForCount > count)
        names.append(translated("%1 more").arg(gap.waitingForCount - count));
    const QString what = gapWords(gap.reason);
    if (what.isEmpty() || names.isEmpty())
        return what.isEmpty() ? QString() : translated("Waiting for %1").arg(what);
    return translated("Waiting for %1: %2").arg(what, names.join(QStringLiteral(", ")));
}

} // namespace

QString operationTip(const models::Session& session, OperationIndex operation, std::uint32_t attempt)
{
    const history::EventLog& log = session.log();
    const history::StateAt state = session.stateAt();
    const history::OperationState now = state.state(operation);
    QStringList lines{shortened(models::operationLabel(log, operation))};
    lines.append(models::kindText(log, operation) + QStringLiteral(" · ") +
                 models::statusText(state, operation, &session.analysis()));
    if (now.status == core::OperationStatus::NotStarted) {
        const core::EventIndex first = log.operation(operation).firstEvent;
        if (first.valid())
            lines.append(translated("Starts %1").arg(when(session, log.time(first))));
        return lines.join(QLatin1Char('\n'));
    }
    lines.append(translated("Started %1").arg(when(session, now.start)));
    if (now.end) {
        lines.append(translated("Took %1").arg(durationText(*now.end - now.start)));
    } else if (state.isAbandoned(operation)) {
        lines.append(translated("Never ended: the execution finished without it"));
    } else {
        lines.append(translated("%1 so far").arg(durationText(state.now() - now.start)));
    }
    addAttempts(lines, session, operation, attempt);
    return lines.join(QLatin1Char('\n'));
}

QString invocationTip(const models::Session& session, core::InvocationIndex index)
{
    const Invocation& invocation = session.analysis().invocations()[index.value()];
    const bool reached = invocation.completed.valid() && invocation.completed <= session.cursor();
    QStringList lines{translated("Invocation #%1").arg(invocation.number)};
    lines.append(translated("Started %1").arg(when(session, invocation.start)));
    lines.append(invocation.running ? translated("Still running at the end of the history")
                                    : translated("Took %1").arg(durationText(invocation.billed())));
    lines.append(invocation.eventsWritten == 1 ? translated("1 event written")
                                               : translated("%1 events written").arg(invocation.eventsWritten));
    const QString wake = wakeWord(invocation.wake);
    if (!wake.isEmpty()) {
        QString line = translated("Woken by: %1").arg(wake);
        if (invocation.wakeOperation.valid())
            line += QStringLiteral(" · ") + shortened(models::operationLabel(session.log(), invocation.wakeOperation));
        lines.append(line);
    }
    if (invocation.failed && reached)
        lines.append(translated("Failed"));
    if (invocation.completed.valid()) {
        const history::EventDetails details = history::detailsOf(session.log(), invocation.completed);
        if (details.requestId)
            lines.append(translated("Request %1").arg(models::displayText(*details.requestId, kLongestLine)));
    }
    if (!invocation.timesKnown)
        lines.append(translated("Its times were not recorded: taken from its events"));
    return lines.join(QLatin1Char('\n'));
}

QString breakTip(const models::Session& session, const models::AxisStretch& stretch, bool expanded)
{
    QStringList lines{translated("%1 in which nothing ran").arg(durationText(stretch.trueLength()))};
    lines.append(translated("%1 – %2").arg(when(session, stretch.origin), when(session, stretch.finish)));
    if (const Gap* gap = models::gapIn(session.analysis(), stretch)) {
        const QString waiting = waitingLine(session, *gap);
        if (!waiting.isEmpty())
            lines.append(waiting);
    }
    lines.append(expanded ? translated("Click to close the break, Alt+click to close all")
                          : translated("Click to show it at scale, Alt+click to show all"));
    return lines.join(QLatin1Char('\n'));
}

QString tipFor(const models::Session& session, const models::TimeAxis& axis, const models::Hit& hit)
{
    switch (hit.kind) {
    case models::HitKind::Bar:
        return operationTip(session, hit.operation, hit.attempt);
    case models::HitKind::Band:
    case models::HitKind::Wake:
        return invocationTip(session, hit.invocation);
    case models::HitKind::Break:
        return breakTip(session, axis.stretch(hit.stretch), !axis.isBreak(hit.stretch));
    case models::HitKind::Playhead:
        return translated("%1\nDrag to move through time; with Shift from event to event")
            .arg(when(session, session.now()));
    case models::HitKind::Ruler:
    case models::HitKind::Nothing:
        break;
    }
    return {};
}

} // namespace durascope::ui
