// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sdk/durable.h"

#include <atomic>
#include <string>

namespace durascope::conformance {

using durable::json;

/// True for the first who asks, in whatever invocation: what a row in a table outside the function would tell.
class Once
{
public:
    bool first() { return !m_asked.exchange(true); }

private:
    std::atomic<bool> m_asked = false;
};

[[nodiscard]] std::string upperCase(std::string text);
[[nodiscard]] std::string greeting(const json& name); ///< "Hello, World!"

/// Upper case on the way into the checkpoint; the text itself, without quotes.
[[nodiscard]] durable::Serdes<std::string> upperCaseTextSerdes();

/// Two attempts, one second apart.
[[nodiscard]] durable::RetryStrategy onceMore();

} // namespace durascope::conformance
