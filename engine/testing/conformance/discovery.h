// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace durascope::conformance {

struct RequirementFile
{
    std::filesystem::path path;
    std::string id;    ///< the file's stem
    std::string suite; ///< the folder right below the directory
};

/// Every *.yaml below DIRECTORY/<suite>/, in order of id as people count (8-2 before 8-10). The directory may also be
/// one that contains the requirements as `test-requirements` or `test_requirements`, as a checkout and an unpacked
/// package do. `suites` empty: all. Errors: NotFound for no such directory or no requirement in it, Unreadable, Usage
/// for a suite that is not there.
[[nodiscard]] core::Result<std::vector<RequirementFile>> findRequirements(const std::filesystem::path& directory,
                                                                          const std::vector<std::string>& suites);

} // namespace durascope::conformance
