// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <ostream>
#include <stop_token>
#include <string_view>

namespace durascope::app {

/// What a command writes to and what is at the other end of it. Commands know the world only through it, so that tests
/// can be the world.
struct Terminal
{
    std::ostream& out;
    std::ostream& err;
    bool outIsTerminal = false;
    bool errIsTerminal = false;
    bool unicode = true;   ///< the other end shows UTF-8; else lines and signs are drawn in ASCII
    bool colours = false;  ///< only for a terminal whose owner did not set NO_COLOR
    std::size_t width = 0; ///< columns; 0 when there is no edge to respect
    std::stop_token stop = {};
    int in = -1; ///< descriptor to read from; -1: there is nothing
    bool inIsTerminal = false;

    /// Nobody reads any more, or the disk is full: go on for nothing no longer.
    [[nodiscard]] bool closed() const { return !out.good() || stop.stop_requested(); }
};

/// The environment by name; null when a variable is not set.
using Environment = const char* (*)(const char* name);

/// Fills in what the environment decides: locale, NO_COLOR, TERM, COLUMNS. `columns` is the width the terminal told,
/// 0 when it did not.
void applyEnvironment(Terminal& terminal, Environment environment, std::size_t columns);

} // namespace durascope::app
