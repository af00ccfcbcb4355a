// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/object_members.h"

#include "engine/core/json_view.h"

#include <algorithm>

namespace durable::detail {

using namespace durascope;

void ObjectMembers::set(std::string_view name, std::string_view value)
{
    const auto found = std::ranges::find_if(m_members, [name](const auto& member) { return member.first == name; });
    if (found == m_members.end())
        m_members.emplace_back(name, value);
    else
        found->second = value;
}

bool ObjectMembers::merge(std::string_view object)
{
    const core::JsonView parsed = core::parseJson(object);
    if (parsed.kind != core::JsonKind::Object)
        return false;
    core::forEachMember(parsed, [this](std::string_view name, core::JsonView value) {
        set(name, value.text);
        return true;
    });
    return true;
}

std::string ObjectMembers::text() const
{
    std::string text = "{";
    for (const auto& [name, value] : m_members) {
        if (text.size() > 1)
            text += ',';
        text += core::quoteJson(name);
        text += ':';
        text += value;
    }
    return text + '}';
}

} // namespace durable::detail
