// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include "packaging/samples/recorder.h"
#include <span>
#include <string>
#include <vector>

namespace durascope::packaging {

/// The recordings of resources/samples, in the order in which the window shows them.
[[nodiscard]] std::span<const Recording> recordings();

struct RecordedFile
{
    std::string name;
    std::string content;
};
/// All of them and the index.json that lists them.
[[nodiscard]] core::Result<std::vector<RecordedFile>> recordAll();

} // namespace durascope::packaging
