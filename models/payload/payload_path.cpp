// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/payload_path.h"

#include "engine/core/json_view.h"
#include "models/common/text.h"

#include <algorithm>

namespace durascope::models {

namespace {

bool isIdentifier(const std::string& key)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !key.empty() && isLetter(key.front()) &&
           std::all_of(key.begin(), key.end(), [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

} // namespace

QString jsonPath(const std::vector<PathStep>& steps)
{
    std::string path = "$";
    for (const PathStep& step : steps) {
        if (step.kind == PathStep::Kind::IntoString)
            path += " → $";
        else if (step.kind == PathStep::Kind::Element)
            path += "[" + std::to_string(step.index) + "]";
        else if (isIdentifier(step.key))
            path += "." + step.key;
        else
            path += "[" + core::quoteJson(step.key) + "]";
    }
    return toQString(path);
}

QString jqPath(const std::vector<PathStep>& steps)
{
    std::string path;
    bool fresh = true; // at the start of a filter, where a bracket needs a dot before it
    for (const PathStep& step : steps) {
        if (step.kind == PathStep::Kind::IntoString) {
            path += (fresh ? ". | fromjson | " : " | fromjson | ");
            fresh = true;
            continue;
        }
        if (step.kind == PathStep::Kind::Element)
            path += (fresh ? ".[" : "[") + std::to_string(step.index) + "]";
        else if (isIdentifier(step.key))
            path += "." + step.key;
        else
            path += (fresh ? ".[" : "[") + core::quoteJson(step.key) + "]";
        fresh = false;
    }
    return toQString(fresh ? path + "." : path);
}

} // namespace durascope::models
