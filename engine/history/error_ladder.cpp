// SPDX-License-Identifier: Apache-2.0
#include "engine/history/error_ladder.h"

#include <algorithm>

namespace durascope::history {
namespace {

/// Reading an error costs parsing it; a map of a million failed items must not cost a million.
constexpr int kMaxCompared = 256;

bool isSame(const core::ErrorObject& a, const core::ErrorObject& b)
{
    return a.type == b.type && a.message == b.message && (a.type || a.message);
}

bool contains(const std::optional<std::string>& text, const std::string& part)
{
    return text && !part.empty() && text->find(part) != std::string::npos;
}

/// SDKs wrap by repeating the message, or by naming the type inside.
bool isWrappedIn(const core::ErrorObject& inner, const core::ErrorObject& outer)
{
    const std::string type = core::shortErrorType(inner.type.value_or(""));
    return contains(outer.message, inner.message.value_or("")) || contains(outer.message, type) ||
           contains(outer.type, type) || contains(outer.data, type);
}

} // namespace

ErrorTrail::ErrorTrail(const EventLog& log)
    : m_log(log)
{
}

EventIndex ErrorTrail::endOf(OperationIndex operation) const
{
    const std::span<const EventIndex> events = m_log.events(operation);
    return !events.empty() && m_log.has(events.back(), kTerminal) ? events.back() : EventIndex();
}

bool ErrorTrail::failed(OperationIndex operation) const
{
    const EventIndex end = endOf(operation);
    return end.valid() && core::isFailure(core::statusAfter(m_log.type(end)));
}

core::ErrorObject ErrorTrail::errorOf(OperationIndex operation) const
{
    const EventIndex end = endOf(operation);
    return end.valid() ? history::errorOf(m_log, end).value_or(core::ErrorObject{}) : core::ErrorObject{};
}

/// The child whose error made the parent fail: one with the same error before one that the parent's error wraps before
/// the one that failed last. Nothing inside makes an execution time out or be stopped.
OperationIndex ErrorTrail::causeOf(OperationIndex parent) const
{
    const EventIndex end = endOf(parent);
    if (!end.valid() || core::statusAfter(m_log.type(end)) != OperationStatus::Failed)
        return {};
    std::vector<EventIndex> failures;
    for (const OperationIndex child : m_log.children(parent)) {
        if (failed(child) && endOf(child) < end)
            failures.push_back(endOf(child));
    }
    if (failures.empty())
        return {};
    std::sort(failures.begin(), failures.end(), std::greater<>());
    const core::ErrorObject outer = errorOf(parent);
    OperationIndex wrapped;
    int compared = 0;
    for (const EventIndex failure : failures) {
        if (++compared > kMaxCompared)
            break;
        const OperationIndex child = m_log.operation(failure);
        const core::ErrorObject inner = errorOf(child);
        if (isSame(inner, outer))
            return child;
        if (!wrapped.valid() && isWrappedIn(inner, outer))
            wrapped = child;
    }
    return wrapped.valid() ? wrapped : m_log.operation(failures.front());
}

OperationIndex ErrorTrail::originOf(OperationIndex operation) const
{
    if (!failed(operation))
        return {};
    OperationIndex origin = operation;
    for (OperationIndex cause = causeOf(origin); cause.valid(); cause = causeOf(origin))
        origin = cause;
    return origin;
}

/// Something else began inside the parent after that event.
bool ErrorTrail::wentOn(OperationIndex parent, EventIndex after) const
{
    const std::span<const OperationIndex> children = m_log.children(parent);
    return !children.empty() && m_log.operation(children.back()).firstEvent > after;
}

ErrorRung ErrorTrail::rung(OperationIndex operation, ErrorRelation relation) const
{
    const core::ErrorObject error = errorOf(operation);
    return {operation, endOf(operation), relation, error.type.value_or(""), error.message.value_or("")};
}

std::vector<ErrorRung> ErrorTrail::ladderFrom(OperationIndex operation) const
{
    std::vector<ErrorRung> ladder;
    const OperationIndex origin = originOf(operation);
    if (!origin.valid())
        return ladder;
    ladder.push_back(rung(origin, ErrorRelation::Origin));
    core::ErrorObject inner = errorOf(origin);
    OperationIndex below = origin;
    // On the way up to the operation asked about the causes are known.
    bool isKnownCause = below != operation;
    while (below != kExecution) {
        const OperationIndex at = m_log.operation(below).parent;
        if (!failed(at)) {
            if (endOf(at).valid() || wentOn(at, endOf(below)))
                ladder.push_back(rung(at, ErrorRelation::Handled));
            break;
        }
        const core::ErrorObject outer = errorOf(at);
        const bool same = isSame(inner, outer);
        const bool reached =
            endOf(below) < endOf(at) && core::statusAfter(m_log.type(endOf(at))) == OperationStatus::Failed;
        if (!reached || (!isKnownCause && !same && !isWrappedIn(inner, outer) && causeOf(at) != below)) {
            if (wentOn(at, endOf(below)))
                ladder.push_back(rung(at, ErrorRelation::Handled));
            break;
        }
        ladder.push_back(rung(at, same ? ErrorRelation::Same : ErrorRelation::Wrapped));
        inner = outer;
        below = at;
        isKnownCause = isKnownCause && below != operation;
    }
    return ladder;
}

} // namespace durascope::history
