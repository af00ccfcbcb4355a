// SPDX-License-Identifier: Apache-2.0
// STEP, execution-model section 6.1. What a record means when the call is met:
//
//   none       START, run the body
//   STARTED    at least once: run the body again, without START; at most once: the attempt counts as failed
//   PENDING    park until the next attempt is due
//   READY      START, run the body as the next attempt
//   SUCCEEDED  return the result
//   FAILED     throw the error
#include "engine/sdk/operation_call.h"
#include "engine/sdk/operation_error.h"

namespace durable::detail {

using durascope::core::errorRef;
using durascope::core::payload;

namespace {

class Step
{
public:
    Step(ContextState& context, const Claim& claim, const StepCall& call)
        : m_call(context, claim, OperationType::Step, "Step", call.name)
        , m_step(call)
    {
    }

    Payload run()
    {
        OperationRef record = m_call.meet();
        if (!record) {
            start();
            attempt(1);
            record = m_call.record();
        }
        for (;; record = m_call.record()) {
            switch (record->status) {
            case OperationStatus::Succeeded:
                return record->result;
            case OperationStatus::Pending:
                record = m_call.parkWhile(OperationStatus::Pending);
                break;
            case OperationStatus::Ready:
                start();
                attempt(record->attempt + 1);
                break;
            case OperationStatus::Started:
                restart(record->attempt + 1);
                break;
            default:
                throwOperationError(errorClassOf(*record), record->error);
            }
        }
    }

private:
    [[nodiscard]] bool atMostOnce() const { return m_step.semantics == StepSemantics::AtMostOncePerRetry; }

    /// The body must not begin before the service has START: after a crash only that tells that it may have run.
    void start() { m_call.sendStart(m_call.update(UpdateAction::Start), atMostOnce() ? Sent::Stored : Sent::Given); }

    void attempt(std::uint32_t number)
    {
        Text result;
        AttemptRun run{m_call, number};
        ErrorRef error = run.run([&](StepContext& context) { result = m_step.body(context); });
        if (error) {
            failed(std::move(error), number);
            return;
        }
        OperationUpdate update = m_call.update(UpdateAction::Succeed);
        update.payload = payload(std::move(result));
        m_call.send(std::move(update), Sent::Stored);
    }

    void restart(std::uint32_t number)
    {
        if (!atMostOnce()) {
            attempt(number);
            return;
        }
        const StepInterruptedError interrupted("the step was interrupted: the invocation ended while its body ran");
        failed(errorRef(interrupted.toErrorObject()), number);
    }

    void failed(ErrorRef error, std::uint32_t number)
    {
        RetryVerdict verdict = askStrategy(m_call, m_step.retry, std::move(error), number);
        OperationUpdate update = m_call.update(verdict.decision.retry ? UpdateAction::Retry : UpdateAction::Fail);
        update.error = std::move(verdict.error);
        if (verdict.decision.retry)
            update.nextAttemptDelay = delaySeconds(verdict.decision.delay);
        m_call.send(std::move(update), Sent::Stored);
    }

    OperationCall m_call;
    const StepCall& m_step;
};

} // namespace

Payload ContextState::step(const Claim& claim, const StepCall& call)
{
    const Done done(*this);
    return Step(*this, claim, call).run();
}

} // namespace durable::detail
