// SPDX-License-Identifier: Apache-2.0
// Waiting until an operation is as far as a test wants it.
#include "engine/testing/operation_locator.h"
#include "engine/testing/runner_private.h"

#include <algorithm>

namespace durable::testing {

using durascope::core::OperationRef;

namespace {

constexpr std::chrono::seconds kLongest{30}; ///< on the wall clock, for runs on a thread of their own

/// The submitter of a waitForCallback is the step inside it.
bool isSubmitted(const OperationRef& operation, const std::vector<OperationRef>& all)
{
    return std::ranges::any_of(all, [&](const OperationRef& child) {
        return child->identity->parentId == operation->id() && child->type() == OperationType::Step &&
               child->status == OperationStatus::Succeeded;
    });
}

bool reached(const OperationRef& operation, const std::vector<OperationRef>& all, OperationUnderTest::Stage stage)
{
    if (!operation)
        return false;
    if (stage == OperationUnderTest::Stage::Started || durascope::core::isTerminal(operation->status))
        return true;
    return stage == OperationUnderTest::Stage::Submitted && operation->subType() == "WaitForCallback" &&
           isSubmitted(operation, all);
}

const char* stageWord(OperationUnderTest::Stage stage)
{
    switch (stage) {
    case OperationUnderTest::Stage::Started:
        return "started";
    case OperationUnderTest::Stage::Submitted:
        return "submitted";
    case OperationUnderTest::Stage::Completed:
        break;
    }
    return "completed";
}

} // namespace

OperationUnderTest& OperationUnderTest::waitFor(Stage stage)
{
    LocalTestRunner::Private& run = *m_runner->d;
    const auto isThere = [&] {
        const std::vector<OperationRef> all = run.operations();
        return reached(m_locator->find(all), all, stage);
    };
    if (run.driven()) {
        run.callbacks->hold(CallbackWatch::Hold::One, m_locator->id, m_locator->name);
        const bool over = run.engine->waitFor([&] { return isThere() || run.finished() || !run.driven(); }, kLongest);
        // The test is about to answer something, and time must not overtake it.
        run.callbacks->hold(CallbackWatch::Hold::All);
        if (!over)
            throw TestError(m_locator->words() + " was not " + stageWord(stage) + " within 30 s; the run waits for " +
                            joined(run.outcome().waitingFor));
    } else {
        run.goOn(isThere);
    }
    if (!isThere()) {
        const Outcome outcome = run.outcome();
        throw TestError(m_locator->words() + " was not " + stageWord(stage) + ": the run is " + outcome.status +
                        (outcome.stuck                ? "; " + *outcome.stuck
                         : outcome.waitingFor.empty() ? ""
                                                      : " and waits for " + joined(outcome.waitingFor)));
    }
    return *this;
}

} // namespace durable::testing
