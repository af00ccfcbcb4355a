// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/callback_watch.h"

#include <algorithm>

namespace durable::testing {

using durascope::core::EventType;
using durascope::core::OperationRef;
using durascope::service::Event;

namespace {

OperationRef findIn(const std::vector<OperationRef>& operations, const std::string& id)
{
    const auto found = std::ranges::find_if(operations, [&](const OperationRef& each) { return each->id() == id; });
    return found == operations.end() ? nullptr : *found;
}

} // namespace

CallbackWatch::CallbackWatch(durascope::host::Engine& engine)
    : m_engine(engine)
{
}

void CallbackWatch::beginRun()
{
    const std::vector<std::string> executions = m_engine.executions();
    const std::lock_guard lock(m_mutex);
    m_open.clear();
    m_former.insert(executions.begin(), executions.end());
}

/// REQUIRES: the mutex is held.
void CallbackWatch::watch()
{
    if (m_watching.exchange(true))
        return;
    for (const std::string& execution : m_engine.executions())
        notice(execution);
}

void CallbackWatch::prepare(const std::string& name, std::function<void(const std::string& callbackId)> answer)
{
    {
        const std::lock_guard lock(m_mutex);
        watch();
        const auto open = std::ranges::find_if(
            m_open, [&](const Open& callback) { return callback.name == name && !callback.answer; });
        if (open != m_open.end())
            open->answer = std::move(answer);
        else
            m_prepared[name].push_back(std::move(answer));
    }
    giveAnswers();
}

void CallbackWatch::hold(Hold hold, std::string operationId, std::string name)
{
    const std::lock_guard lock(m_mutex);
    m_hold = hold;
    m_heldOperation = std::move(operationId);
    m_heldName = std::move(name);
    if (hold != Hold::None)
        watch();
    for (const Open& callback : m_open)
        applyHold(callback);
}

void CallbackWatch::applyHold(const Open& callback)
{
    const bool meant = m_heldOperation.empty()
                           ? callback.name == m_heldName
                           : callback.operationId == m_heldOperation || callback.parentId == m_heldOperation;
    m_engine.holdCallback(callback.callbackId, m_hold == Hold::All || (m_hold == Hold::One && meant));
}

void CallbackWatch::changed(const std::string& arn)
{
    if (!m_watching)
        return;
    {
        const std::lock_guard lock(m_mutex);
        notice(arn);
    }
    giveAnswers();
}

void CallbackWatch::notice(const std::string& arn)
{
    if (m_former.contains(arn))
        return;
    std::int64_t& seen = m_seen[arn];
    for (const Event& event : m_engine.events(arn, seen + 1)) {
        seen = event.eventId;
        if (durascope::core::operationTypeOf(event.type) != OperationType::Callback || !event.who)
            continue;
        if (event.type != EventType::CallbackStarted) {
            std::erase_if(m_open, [&](const Open& callback) {
                const bool ended = callback.arn == arn && callback.operationId == event.who->id;
                if (ended)
                    m_engine.holdCallback(callback.callbackId, false);
                return ended;
            });
            continue;
        }
        Open callback{arn, event.who->id, {}, event.callbackId.value_or(""), event.who->name.value_or(""), {}};
        if (event.who->parentId) {
            const OperationRef parent = findIn(m_engine.operations(arn), *event.who->parentId);
            if (parent && parent->subType() == "WaitForCallback") {
                callback.parentId = parent->id();
                callback.name = parent->name();
            }
        }
        const auto prepared = m_prepared.find(callback.name);
        if (prepared != m_prepared.end() && !prepared->second.empty()) {
            callback.answer = std::move(prepared->second.front());
            prepared->second.pop_front();
        }
        m_open.push_back(std::move(callback));
        applyHold(m_open.back());
    }
}

/// Not in the middle of an invocation: whoever creates a callback gets to its end first, as it nearly always does in
/// production. The id of a waitForCallback must have been handed out.
bool CallbackWatch::canBeAnswered(const Open& callback) const
{
    const auto view = m_engine.execution(callback.arn);
    if (!view || view->invocationRunning || view->status != OperationStatus::Started)
        return false;
    if (callback.parentId.empty())
        return true;
    const std::vector<OperationRef> operations = m_engine.operations(callback.arn);
    return std::ranges::any_of(operations, [&](const OperationRef& operation) {
        return operation->identity->parentId == callback.parentId && operation->type() == OperationType::Step &&
               operation->status == OperationStatus::Succeeded;
    });
}

std::optional<CallbackWatch::Open> CallbackWatch::takeAnswerable()
{
    const auto found =
        std::ranges::find_if(m_open, [&](const Open& callback) { return callback.answer && canBeAnswered(callback); });
    if (found == m_open.end())
        return std::nullopt;
    Open callback = std::move(*found);
    m_open.erase(found);
    return callback;
}

void CallbackWatch::giveAnswers()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_answering)
            return;
        m_answering = true;
    }
    for (;;) {
        std::optional<Open> callback;
        {
            const std::lock_guard lock(m_mutex);
            callback = takeAnswerable();
            if (!callback) {
                m_answering = false;
                return;
            }
        }
        callback->answer(callback->callbackId);
    }
}

} // namespace durable::testing
