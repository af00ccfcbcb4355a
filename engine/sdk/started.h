// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/context_state.h"

#include <exception>
#include <functional>
#include <optional>

namespace durable::detail {

/// A strand with an outcome. Abandons and joins the strand when it goes.
class StartedWork final : public Pending
{
public:
    StartedWork(Invocation& invocation, std::function<Payload()> work);
    ~StartedWork() override;
    StartedWork(const StartedWork&) = delete;
    StartedWork& operator=(const StartedWork&) = delete;

    /// With the invocation's mutex held.
    [[nodiscard]] bool settled() const { return m_outcome.has_value(); }
    /// REQUIRES: settled(), the mutex not held. Throws what the work threw.
    [[nodiscard]] Payload take() const;
    /// The same as values.
    [[nodiscard]] RawItem item(std::size_t index) const;

private:
    struct Outcome
    {
        Payload value;
        std::exception_ptr thrown;
        ErrorRef error; ///< of `thrown`
    };

    Invocation& m_invocation;
    StrandRef m_strand;
    std::optional<Outcome> m_outcome;
};

} // namespace durable::detail
