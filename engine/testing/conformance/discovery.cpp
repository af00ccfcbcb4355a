// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/discovery.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>
#include <tuple>

namespace durascope::conformance {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;

fs::path rootOf(const fs::path& directory)
{
    for (const char* name : {"test-requirements", "test_requirements"}) {
        std::error_code problem;
        if (fs::is_directory(directory / name, problem))
            return directory / name;
    }
    return directory;
}

core::Result<void> collect(const fs::path& folder, const std::string& suite, std::vector<RequirementFile>& files)
{
    std::error_code problem;
    for (fs::recursive_directory_iterator it(folder, problem), end; !problem && it != end; it.increment(problem)) {
        std::error_code ignored;
        if (it->path().extension() == ".yaml" && it->is_regular_file(ignored))
            files.push_back({it->path(), it->path().stem().string(), suite});
    }
    if (problem)
        return core::fail(ErrorCode::Unreadable, problem.message(), {folder.string()});
    return {};
}

/// "8-14" as 8, 14; what is no number of this form counts as 0 and is ordered by its text.
std::tuple<int, int, const std::string&> orderOf(const RequirementFile& file)
{
    int major = 0;
    int minor = 0;
    const char* const end = file.id.data() + file.id.size();
    const auto [at, problem] = std::from_chars(file.id.data(), end, major);
    if (problem == std::errc() && at != end && *at == '-')
        std::from_chars(at + 1, end, minor);
    return {major, minor, file.id};
}

} // namespace

core::Result<std::vector<RequirementFile>> findRequirements(const fs::path& directory,
                                                            const std::vector<std::string>& suites)
{
    std::error_code problem;
    if (!fs::is_directory(directory, problem))
        return core::fail(ErrorCode::NotFound, "there is no such directory", {directory.string()});
    const fs::path root = rootOf(directory);

    std::set<std::string> known;
    std::vector<RequirementFile> files;
    for (fs::directory_iterator it(root, problem), end; !problem && it != end; it.increment(problem)) {
        std::error_code ignored;
        if (!it->is_directory(ignored))
            continue;
        const std::string suite = it->path().filename().string();
        const std::size_t before = files.size();
        const core::Result<void> collected = collect(it->path(), suite, files);
        if (!collected)
            return std::unexpected(collected.error());
        if (files.size() > before)
            known.insert(suite);
    }
    if (problem)
        return core::fail(ErrorCode::Unreadable, problem.message(), {root.string()});
    if (files.empty())
        return core::fail(ErrorCode::NotFound, "no requirement was found: there is no <suite>/<id>.yaml in it",
                          {root.string()});

    for (const std::string& suite : suites) {
        if (known.contains(suite))
            continue;
        std::string names;
        for (const std::string& name : known)
            names += (names.empty() ? "" : ", ") + name;
        return core::fail(ErrorCode::Usage, "there is no suite \"" + suite + "\"", {root.string()},
                          "suites are " + names);
    }
    if (!suites.empty()) {
        std::erase_if(files, [&](const RequirementFile& file) {
            return std::find(suites.begin(), suites.end(), file.suite) == suites.end();
        });
    }
    std::sort(files.begin(), files.end(),
              [](const RequirementFile& a, const RequirementFile& b) { return orderOf(a) < orderOf(b); });
    return files;
}

} // namespace durascope::conformance
