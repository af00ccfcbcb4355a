// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/terminal.h"

#include <string>
#include <vector>

namespace durascope::app {

enum class ConformanceReport { Text, Json, Junit };
struct ConformanceOptions
{
    std::string directory;
    std::vector<std::string> suites; ///< empty: all
    ConformanceReport report = ConformanceReport::Text;
};

/// `durable conformance`: the official requirements against the SDK and the engine of this program.
int runConformance(const ConformanceOptions& options, Terminal& terminal);

} // namespace durascope::app
