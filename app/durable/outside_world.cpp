// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/outside_world.h"

#include "app/durable/error_json.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace durascope::app {

using core::EventType;
using core::Timestamp;

std::vector<PlannedAnswer> answersOf(const samples::Sample& sample, const std::vector<PlannedAnswer>& instead)
{
    std::vector<PlannedAnswer> answers;
    for (const samples::CallbackAnswer& answer : sample.answers) {
        if (std::ranges::find(instead, answer.callback, &PlannedAnswer::callback) != instead.end()) {
            continue;
        }
        PlannedAnswer planned{
            std::string(answer.callback), core::payload(std::string(answer.result)), {}, answer.after};
        if (!answer.failure.empty()) {
            planned.error = core::errorRef(errorFromJson(answer.failure).value_or(core::ErrorObject{}));
        }
        answers.push_back(std::move(planned));
    }
    return answers;
}

OutsideWorld::OutsideWorld(host::Engine& engine, std::vector<PlannedAnswer> answers)
    : m_engine(engine)
    , m_answers(std::move(answers))
{
}

void OutsideWorld::note(const std::string& arn, const service::Event& event)
{
    const std::lock_guard lock(m_mutex);
    switch (event.type) {
    case EventType::ContextStarted:
        if (event.who->subType == "WaitForCallback") {
            m_waits[{arn, event.who->id}] = event.who->name.value_or("");
        }
        break;
    case EventType::CallbackStarted:
        noteCallback(arn, event);
        break;
    case EventType::StepSucceeded:
        if (event.who->parentId) {
            noteSubmitted(arn, *event.who->parentId, event.time);
        }
        break;
    case EventType::CallbackSucceeded:
    case EventType::CallbackFailed:
    case EventType::CallbackTimedOut:
        forget(arn, &event.who->id);
        break;
    case EventType::ExecutionSucceeded:
    case EventType::ExecutionFailed:
    case EventType::ExecutionTimedOut:
    case EventType::ExecutionStopped:
        forget(arn, nullptr);
        break;
    default:
        break;
    }
}

void OutsideWorld::noteCallback(const std::string& arn, const service::Event& event)
{
    OpenCallback callback{
        arn,       event.who->name.value_or(""), event.who->id, event.who->parentId, event.callbackId.value_or(""),
        event.time};
    if (event.who->parentId) {
        if (const auto wait = m_waits.find({arn, *event.who->parentId}); wait != m_waits.end()) {
            callback.name = wait->second;
            callback.answerable = false;
        }
    }
    if (callback.answerable) {
        assign(callback, event.time);
    }
    m_open.push_back(std::move(callback));
}

void OutsideWorld::noteSubmitted(const std::string& arn, const std::string& contextId, Timestamp time)
{
    if (!m_waits.contains({arn, contextId})) {
        return;
    }
    for (OpenCallback& callback : m_open) {
        if (callback.arn == arn && callback.parentId == contextId) {
            callback.answerable = true;
            assign(callback, time);
        }
    }
}

void OutsideWorld::assign(OpenCallback& callback, Timestamp now)
{
    const auto planned = std::ranges::find_if(m_answers, [&callback](const PlannedAnswer& answer) {
        return answer.callback == callback.name || answer.callback == callback.operationId;
    });
    if (planned == m_answers.end() || callback.answer) {
        return;
    }
    callback.due = now + planned->after;
    callback.answer = std::move(*planned);
    m_answers.erase(planned);
}

void OutsideWorld::forget(const std::string& arn, const std::string* operationId)
{
    std::erase_if(m_open, [&](const OpenCallback& callback) {
        return callback.arn == arn && (operationId == nullptr || callback.operationId == *operationId);
    });
}

std::optional<Timestamp> OutsideWorld::nextAnswer() const
{
    const std::lock_guard lock(m_mutex);
    std::optional<Timestamp> next;
    for (const OpenCallback& callback : m_open) {
        if (callback.answer && (!next || callback.due < *next)) {
            next = callback.due;
        }
    }
    return next;
}

void OutsideWorld::answer()
{
    std::vector<OpenCallback> due;
    {
        const std::lock_guard lock(m_mutex);
        const Timestamp now = m_engine.now();
        for (OpenCallback& callback : m_open) {
            if (callback.answer && callback.due <= now) {
                due.push_back(callback);
                callback.answer.reset();
            }
        }
    }
    std::ranges::sort(due, {}, [](const OpenCallback& callback) {
        return std::tuple(callback.due, callback.since, callback.callbackId);
    });
    for (const OpenCallback& callback : due) {
        // A callback may have ended in this very moment, by itself or with its execution: then the answer is too late,
        // as it is in the world.
        static_cast<void>(callback.answer->error
                              ? m_engine.failCallback(callback.callbackId, callback.answer->error)
                              : m_engine.succeedCallback(callback.callbackId, callback.answer->result));
    }
}

bool OutsideWorld::answerNow(PlannedAnswer answer)
{
    const std::lock_guard lock(m_mutex);
    for (OpenCallback& callback : m_open) {
        const bool meant = answer.callback == callback.name || answer.callback == callback.operationId;
        if (meant && callback.answerable) {
            callback.due = m_engine.now();
            callback.answer = std::move(answer);
            return true;
        }
    }
    return false;
}

std::vector<OutsideWorld::OpenCallback> OutsideWorld::open() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

} // namespace durascope::app
