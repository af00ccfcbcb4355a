// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace durascope::test {

/// The folder with published histories: $DURASCOPE_SHARED, else `shared` beside the project. Empty when there is none.
[[nodiscard]] std::filesystem::path sharedFolder(const std::filesystem::path& sourceFolder);
/// All *.json files of a folder in order of name; empty when there is no such folder.
[[nodiscard]] std::vector<std::filesystem::path> jsonFiles(const std::filesystem::path& folder);
/// The published histories and the bundled samples, as far as they are there.
[[nodiscard]] std::vector<std::filesystem::path> allHistories(const std::filesystem::path& sourceFolder);
[[nodiscard]] std::string fileText(const std::filesystem::path& path);

} // namespace durascope::test
