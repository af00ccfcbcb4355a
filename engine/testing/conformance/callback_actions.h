// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/operation.h"
#include "engine/core/result.h"
#include "engine/service/execution.h"
#include "engine/testing/conformance/value.h"
#include "engine/testing/conformance/variables.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace durascope::conformance {

/// What the outside world does to a callback (conformance section 5).
struct CallbackAction
{
    enum class Operation : std::uint8_t { Success, Failure, Heartbeat };
    std::string callbackName; ///< "*", a name with placeholders, or ${/expression/}
    Operation operation = Operation::Success;
    Value payload; ///< null: none
    core::Duration delay{0};
};

/// `list` is CallbackActions, or null. Errors: Malformed.
[[nodiscard]] core::Result<std::vector<CallbackAction>> readCallbackActions(const Value& list);

/// Gives the callback and the submitter of a waitForCallback the name of their context where they have none.
void fillInNames(Value& events);

/// The text of a success (null: no body) and the error of a failure, with placeholders replaced.
[[nodiscard]] core::Payload successPayload(const CallbackAction& action, const Bindings& bindings);
[[nodiscard]] core::ErrorRef failureError(const CallbackAction& action, const Bindings& bindings);

/// Answers callbacks as they turn up in the history: every action once, the first that fits.
class CallbackResponder
{
public:
    struct Outside
    {
        std::function<void(core::Duration)> sleep;
        std::function<service::Answer<void>(const std::string& callbackId, const CallbackAction& action)> send;
    };
    CallbackResponder(std::vector<CallbackAction> actions, Outside outside)
        : m_actions(std::move(actions))
        , m_used(m_actions.size(), false)
        , m_outside(std::move(outside))
    {
    }

    /// Looks at the history once. Gives what went wrong, one line each.
    [[nodiscard]] std::vector<std::string> answer(const Value& events, const Bindings& bindings);

private:
    [[nodiscard]] std::size_t actionFor(const std::string& eventName, const Bindings& bindings) const;

    std::vector<CallbackAction> m_actions;
    std::vector<bool> m_used;
    std::set<std::string> m_handled; ///< callback ids
    Outside m_outside;
};

} // namespace durascope::conformance
