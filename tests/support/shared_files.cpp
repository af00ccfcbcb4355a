// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shared_files.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace durascope::test {

namespace fs = std::filesystem;

fs::path sharedFolder(const fs::path& sourceFolder)
{
    const char* named = std::getenv("DURASCOPE_SHARED");
    const fs::path folder = named != nullptr ? fs::path(named) : sourceFolder.parent_path() / "shared";
    return fs::is_directory(folder) ? folder : fs::path();
}

std::vector<fs::path> jsonFiles(const fs::path& folder)
{
    std::vector<fs::path> files;
    if (!fs::is_directory(folder))
        return files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<fs::path> allHistories(const fs::path& sourceFolder)
{
    std::vector<fs::path> files = jsonFiles(sourceFolder / "resources" / "samples");
    std::erase_if(files, [](const fs::path& file) { return file.filename() == "index.json"; });
    const fs::path shared = sharedFolder(sourceFolder);
    if (!shared.empty()) {
        const std::vector<fs::path> published = jsonFiles(shared / "histories");
        files.insert(files.end(), published.begin(), published.end());
    }
    return files;
}

std::string fileText(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

} // namespace durascope::test
