// SPDX-License-Identifier: Apache-2.0
// What a test may ask of an operation, and do to it. Waiting for it: operation_wait.cpp.
#include "engine/testing/operation_locator.h"
#include "engine/testing/runner_private.h"

#include <algorithm>

namespace durable::testing {

using durascope::core::Operation;
using durascope::core::OperationRef;
using durascope::service::InvokeOutcome;

namespace {

std::string namesOf(const std::vector<OperationRef>& operations)
{
    std::string names;
    for (const OperationRef& operation : operations) {
        const std::string name(operation->name());
        names += (names.empty() ? "" : ", ") + (name.empty() ? operation->id() : name);
    }
    return names.empty() ? "there are none" : "there are: " + names;
}

std::string payloadText(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

OperationUnderTest::OperationUnderTest(LocalTestRunner& runner, std::shared_ptr<Locator> locator)
    : m_runner(&runner)
    , m_locator(std::move(locator))
{
}

OperationRef OperationUnderTest::state() const
{
    const std::vector<OperationRef> operations = m_runner->d->operations();
    OperationRef operation = m_locator->find(operations);
    if (!operation)
        throw TestError("there is no " + m_locator->words() + "; " + namesOf(operations));
    return operation;
}

bool OperationUnderTest::exists() const
{
    return m_locator->find(m_runner->d->operations()) != nullptr;
}

std::string OperationUnderTest::id() const
{
    return state()->id();
}

std::string OperationUnderTest::name() const
{
    return std::string(state()->name());
}

OperationType OperationUnderTest::type() const
{
    return state()->type();
}

std::string OperationUnderTest::subType() const
{
    return std::string(state()->subType());
}

OperationStatus OperationUnderTest::status() const
{
    return state()->status;
}

std::optional<std::string> OperationUnderTest::parentId() const
{
    return state()->identity->parentId;
}

Timestamp OperationUnderTest::startTime() const
{
    return state()->start;
}

std::optional<Timestamp> OperationUnderTest::endTime() const
{
    return state()->end;
}

std::uint32_t OperationUnderTest::attempt() const
{
    return state()->attempt;
}

json OperationUnderTest::result() const
{
    const std::optional<std::string> text = resultText();
    if (!text || text->empty())
        return json();
    json parsed = json::parse(*text, nullptr, false);
    return parsed.is_discarded() ? json(*text) : parsed;
}

std::optional<std::string> OperationUnderTest::resultText() const
{
    const OperationRef operation = state();
    return operation->result ? std::optional(*operation->result) : std::nullopt;
}

std::optional<ErrorObject> OperationUnderTest::error() const
{
    const OperationRef operation = state();
    return operation->error ? std::optional(*operation->error) : std::nullopt;
}

std::string OperationUnderTest::callbackId() const
{
    const OperationRef operation = state();
    if (operation->callbackId)
        return *operation->callbackId;
    for (const OperationRef& child : m_runner->d->operations()) {
        if (child->identity->parentId == operation->id() && child->callbackId)
            return *child->callbackId;
    }
    throw TestError(m_locator->words() + " is no callback and has none (yet)");
}

std::optional<Timestamp> OperationUnderTest::scheduledEnd() const
{
    return state()->scheduledEnd;
}

std::vector<OperationUnderTest> OperationUnderTest::children() const
{
    const std::string parent = id();
    std::vector<OperationUnderTest> found;
    for (const OperationRef& operation : m_runner->d->operations()) {
        if (operation->identity->parentId == parent)
            found.push_back(m_runner->operationById(operation->id()));
    }
    return found;
}

std::vector<durascope::service::Event> OperationUnderTest::events() const
{
    const std::string mine = id();
    std::vector<durascope::service::Event> all = m_runner->events();
    std::erase_if(all, [&](const durascope::service::Event& event) { return !event.who || event.who->id != mine; });
    return all;
}

void OperationUnderTest::require(const std::string& what, const durascope::service::Answer<void>& answer) const
{
    if (!answer)
        throwRefused(m_locator->words() + " could not be " + what, answer.error());
}

void OperationUnderTest::succeed(const json& result)
{
    succeedText(payloadText(result));
}

void OperationUnderTest::succeedText(std::string text)
{
    require("answered", m_runner->engine().succeedCallback(callbackId(), durascope::core::payload(std::move(text))));
}

void OperationUnderTest::succeedEmpty()
{
    require("answered", m_runner->engine().succeedCallback(callbackId(), {}));
}

void OperationUnderTest::fail(ErrorObject error)
{
    require("failed", m_runner->engine().failCallback(callbackId(), durascope::core::errorRef(std::move(error))));
}

void OperationUnderTest::heartbeat()
{
    require("kept alive", m_runner->engine().heartbeatCallback(callbackId()));
}

void OperationUnderTest::timeOut(bool heartbeat)
{
    if (state()->type() == OperationType::ChainedInvoke) {
        endInvoke({InvokeOutcome::Kind::TimedOut,
                   {},
                   durascope::core::errorRef(ErrorObject{{}, "ChainedInvoke.Timeout", {}, {}})});
        return;
    }
    require("timed out", m_runner->engine().timeOutCallback(callbackId(), heartbeat));
}

void OperationUnderTest::completeInvoke(const json& result)
{
    endInvoke({InvokeOutcome::Kind::Succeeded, durascope::core::payload(payloadText(result)), {}});
}

void OperationUnderTest::failInvoke(ErrorObject error)
{
    endInvoke({InvokeOutcome::Kind::Failed, {}, durascope::core::errorRef(std::move(error))});
}

void OperationUnderTest::stopInvoke(ErrorObject error)
{
    endInvoke({InvokeOutcome::Kind::Stopped, {}, durascope::core::errorRef(std::move(error))});
}

void OperationUnderTest::endInvoke(const InvokeOutcome& outcome)
{
    if (!m_runner->engine().completeInvoke(m_runner->d->arn(), id(), outcome))
        throw TestError(m_locator->words() + " is no open invoke");
}

void OperationUnderTest::skip()
{
    if (!m_runner->engine().skipTimer(m_runner->d->arn(), id()))
        throw TestError(m_locator->words() + " is no open wait and no step that waits for its next attempt");
}

} // namespace durable::testing
