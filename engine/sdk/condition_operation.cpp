// SPDX-License-Identifier: Apache-2.0
// STEP with subtype WaitForCondition, execution-model section 6.6. Between two checks the log holds the state:
//
//   none       START, check the initial state
//   STARTED    check again, from the stored state when there is one; without START
//   PENDING    park until the next check is due
//   READY      START, check the stored state
//   SUCCEEDED  return the state
//   FAILED     throw the error: a check or the strategy threw
#include "engine/sdk/operation_call.h"
#include "engine/sdk/operation_error.h"

namespace durable::detail {

using durascope::core::payload;

namespace {

void checkOnce(OperationCall& call, const ConditionCall& condition, const Payload& before, std::uint32_t number)
{
    Payload state;
    WaitDecision decision;
    AttemptRun run{call, number};
    const ErrorRef error = run.run([&](StepContext& context) {
        state = payload(condition.check(before, context));
        decision = condition.strategy(state, {number, call.invocation().random(call.id(), number)});
    });
    OperationUpdate update = call.update(error           ? UpdateAction::Fail
                                         : decision.goOn ? UpdateAction::Retry
                                                         : UpdateAction::Succeed);
    update.error = error;
    if (!error)
        update.payload = state;
    if (update.action == UpdateAction::Retry)
        update.nextAttemptDelay = delaySeconds(decision.delay);
    call.send(std::move(update), Sent::Stored);
}

} // namespace

Payload ContextState::waitForCondition(const Claim& claim, const ConditionCall& condition)
{
    const Done done(*this);
    OperationCall call(*this, claim, OperationType::Step, "WaitForCondition", condition.name);
    OperationRef record = call.meet();
    if (!record) {
        call.sendStart(call.update(UpdateAction::Start), Sent::Given);
        checkOnce(call, condition, {}, 1);
        record = call.record();
    }
    for (;; record = call.record()) {
        switch (record->status) {
        case OperationStatus::Succeeded:
            return record->result;
        case OperationStatus::Pending:
            record = call.parkWhile(OperationStatus::Pending);
            break;
        case OperationStatus::Ready: {
            const Payload before = record->result;
            call.sendStart(call.update(UpdateAction::Start), Sent::Given);
            checkOnce(call, condition, before, record->attempt + 1);
            break;
        }
        case OperationStatus::Started:
            checkOnce(call, condition, record->result, record->attempt + 1);
            break;
        default:
            throwOperationError(errorClassOf(*record), record->error);
        }
    }
}

} // namespace durable::detail
