// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/analysis.h"
#include "models/common/text.h"
#include "models/inspector/link.h"

#include <QString>

#include <vector>

namespace durascope::models {

/// One line of the inspector's summary.
struct Fact
{
    QString label;
    QString value;
    bool monospace = false; ///< ids, times and lengths of time
    Link link;              ///< where the value leads, if anywhere
    QString hint;           ///< what following the link does, or what the fact means
    friend bool operator==(const Fact&, const Fact&) = default;
};
using Facts = std::vector<Fact>;

/// From where facts are seen. The referred objects must outlive the call.
struct Viewpoint
{
    const history::StateAt& state;
    const history::Analysis& analysis;
    TimeDisplay display = TimeDisplay::Utc;
};

/// What is known at the cursor, and nothing that lies in the future except where a fact says so.
[[nodiscard]] Facts executionFacts(const Viewpoint& view);
[[nodiscard]] Facts operationFacts(const Viewpoint& view, core::OperationIndex operation);
[[nodiscard]] Facts attemptFacts(const Viewpoint& view, core::OperationIndex step, std::uint32_t attempt);
[[nodiscard]] Facts invocationFacts(const Viewpoint& view, core::InvocationIndex invocation);

/// "timer", "callback", … for people.
[[nodiscard]] QString wakeText(history::WakeReason reason);

} // namespace durascope::models
