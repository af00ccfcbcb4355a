// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace durascope::durability {

/// How a process ended.
struct Ending
{
    bool killed = false; ///< by SIGKILL
    int status = -1;     ///< of its exit, when it was not killed; -1 for another signal
};

/// When a process shall die.
struct Shot
{
    unsigned ticks = 0;                 ///< bytes it has written to its standard output
    std::chrono::microseconds later{0}; ///< after the last of them, or after its start
};

/// Runs the program to its end. Aborts when that is not possible.
[[nodiscard]] Ending runToTheEnd(const std::vector<std::string>& command);
/// Runs the program and kills it then, when it lives that long.
[[nodiscard]] Ending runAndKill(const std::vector<std::string>& command, const Shot& shot);

} // namespace durascope::durability
