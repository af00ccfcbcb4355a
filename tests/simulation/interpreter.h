// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sdk/function.h"
#include "tests/simulation/random_workflow.h"

#include <string>

namespace durascope::simulation {

/// What a workflow tells those who watch it, and where they may interfere. Called from whichever branch runs.
class Outside
{
public:
    virtual ~Outside() = default;
    /// A body begins, or is about to return. May throw durable::SimulatedExit.
    virtual void bodyBegins(const std::string& arn, const Node& node, const durable::StepContext& step) = 0;
    virtual void bodyEnds(const std::string& arn, const Node& node, const durable::StepContext& step) = 0;
    /// Somebody is told the callback's id; more than once when submitters or handlers run again.
    virtual void callbackGiven(const std::string& arn, const Node& node, const std::string& callbackId) = 0;
    /// What an operation came to, as the workflow sees it: of an execution and a label always the same.
    virtual void observed(const std::string& arn, const std::string& label, const std::string& value) = 0;
    /// Something that no order of events may lead to.
    virtual void violated(const std::string& what) = 0;
};

inline constexpr const char* kWorkflowName = "workflow";
inline constexpr const char* kInvokedName = "invoked"; ///< durable; its input says which node it is
inline constexpr const char* kPlainName = "plain";     ///< the same for functions that are not durable

/// A handler that does what the data says. `outside` must outlive it.
[[nodiscard]] durable::Function interpret(std::shared_ptr<const Workflow> workflow, Outside& outside);
/// The function that InvokeDurable nodes call.
[[nodiscard]] durable::Function interpretInvoked(std::shared_ptr<const Workflow> workflow, Outside& outside);

} // namespace durascope::simulation
