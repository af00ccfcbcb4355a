// SPDX-License-Identifier: Apache-2.0
#include "engine/host/functions.h"

#include <algorithm>

namespace durascope::host {

FunctionName splitFunctionName(std::string_view text)
{
    constexpr std::string_view kMark = "function:";
    const std::size_t mark = text.starts_with(kMark) ? 0 : text.find(":function:");
    if (mark != std::string_view::npos)
        text.remove_prefix(mark + kMark.size() + (mark == 0 ? 0 : 1));
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
        return {std::string(text), std::nullopt};
    return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

void FunctionTable::add(FunctionEntry entry)
{
    entry.bareName = splitFunctionName(entry.config.name).name;
    auto made = std::make_shared<const FunctionEntry>(std::move(entry));
    const auto same = std::ranges::find_if(m_functions, [&](const FunctionRef& other) {
        return other->config.name == made->config.name && other->config.version == made->config.version;
    });
    if (same == m_functions.end())
        m_functions.push_back(std::move(made));
    else
        *same = std::move(made);
}

FunctionTable::Found FunctionTable::find(std::string_view calledAs) const
{
    // The last added wins, so that the newest version of a name is the one that an exact name means.
    for (auto entry = m_functions.rbegin(); entry != m_functions.rend(); ++entry) {
        if ((*entry)->config.name == calledAs)
            return {*entry, true};
    }
    const FunctionName wanted = splitFunctionName(calledAs);
    FunctionRef candidate;
    std::size_t candidates = 0;
    for (const FunctionRef& entry : m_functions) {
        if (entry->bareName != wanted.name)
            continue;
        if (wanted.qualifier == entry->config.version ||
            (wanted.qualifier && splitFunctionName(entry->config.name).qualifier == wanted.qualifier))
            return {entry, true};
        candidate = entry;
        ++candidates;
    }
    if (wanted.qualifier && candidates != 1)
        return {nullptr, true};
    return {candidate, wanted.qualifier.has_value()};
}

FunctionRef FunctionTable::find(std::string_view bareName, std::string_view version) const
{
    FunctionRef candidate;
    for (const FunctionRef& entry : m_functions) {
        if (entry->bareName != bareName)
            continue;
        if (entry->config.version == version)
            return entry;
        candidate = entry;
    }
    return candidate;
}

} // namespace durascope::host
