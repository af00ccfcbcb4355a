// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inspector/fact_list.h"

#include "engine/core/text.h"

namespace durascope::models {

namespace {

/// Longer ids and names are cut in the list; they can be copied from the event.
constexpr std::size_t kMaxValueCharacters = 2'000;

} // namespace

QString futureText(const history::EventLog& log, core::EventIndex event)
{
    const QString id = QString::number(log.eventId(event));
    if (log.has(event, history::kRetryFollows)) {
        return core::isFailure(core::statusAfter(log.type(event)))
                   ? QCoreApplication::translate("durascope::models::FactList", "Fails and retries at event %1").arg(id)
                   : QCoreApplication::translate("durascope::models::FactList", "Polls again at event %1").arg(id);
    }
    switch (core::statusAfter(log.type(event))) {
    case core::OperationStatus::Succeeded:
        return QCoreApplication::translate("durascope::models::FactList", "Succeeds at event %1").arg(id);
    case core::OperationStatus::Failed:
        return QCoreApplication::translate("durascope::models::FactList", "Fails at event %1").arg(id);
    case core::OperationStatus::TimedOut:
        return QCoreApplication::translate("durascope::models::FactList", "Times out at event %1").arg(id);
    case core::OperationStatus::Stopped:
        return QCoreApplication::translate("durascope::models::FactList", "Is stopped at event %1").arg(id);
    case core::OperationStatus::Cancelled:
        return QCoreApplication::translate("durascope::models::FactList", "Is cancelled at event %1").arg(id);
    default:
        return QCoreApplication::translate("durascope::models::FactList", "Starts at event %1").arg(id);
    }
}

Fact& FactList::add(const QString& label, const QString& value)
{
    m_facts.push_back({label, value, false, {}, {}});
    return m_facts.back();
}

void FactList::addText(const QString& label, std::string_view text)
{
    if (text.empty())
        return;
    add(label, displayText(text, kMaxValueCharacters)).monospace = true;
}

void FactList::addOptional(const QString& label, const std::optional<std::string>& text)
{
    if (text)
        addText(label, *text);
}

void FactList::addTime(const QString& label, core::Timestamp time, core::EventIndex event)
{
    QString text = timeText(time, m_view.display, m_view.state.log().startTime());
    const QString zone = zoneText(m_view.display, time);
    if (!zone.isEmpty())
        text += u' ' + zone;
    Fact& fact = add(label, text);
    fact.monospace = true;
    if (event.valid()) {
        fact.link = Link::toEvent(event);
        fact.hint = tr("Go to event %1").arg(m_view.state.log().eventId(event));
    }
}

void FactList::addDuration(const QString& label, core::Duration duration)
{
    add(label, durationText(duration)).monospace = true;
}

void FactList::addDuration(const QString& label, const std::optional<core::Duration>& duration)
{
    if (duration)
        addDuration(label, *duration);
}

void FactList::addCount(const QString& label, std::uint64_t count)
{
    add(label, toQString(core::formatCount(count))).monospace = true;
}

void FactList::addOperation(const QString& label, core::OperationIndex operation)
{
    if (!operation.valid())
        return;
    Fact& fact = add(label, operationLabel(m_view.state.log(), operation));
    fact.link = Link::toOperation(operation);
    fact.hint = tr("Select this operation");
}

void FactList::addInvocation(const QString& label, core::InvocationIndex invocation)
{
    if (!invocation.valid())
        return;
    Fact& fact = add(label, QStringLiteral("#%1").arg(m_view.analysis.invocations()[invocation.value()].number));
    fact.link = Link::toInvocation(invocation);
    fact.hint = tr("Select this invocation");
}

void FactList::addLater(core::EventIndex event)
{
    if (!event.valid())
        return;
    Fact& fact = add(tr("Ahead"), futureText(m_view.state.log(), event));
    fact.link = Link::toEvent(event);
    fact.hint = tr("Go to event %1").arg(m_view.state.log().eventId(event));
}

} // namespace durascope::models
