// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers.h"

#include <nlohmann/json.hpp>
#include <simdjson.h>

#include <cstring>
#include <fstream>
#include <unordered_map>
#include <vector>

namespace durascope::bench {
namespace {

namespace ondemand = simdjson::ondemand;

bool visit(ondemand::value value, std::uint64_t& sum)
{
    switch (value.type()) {
    case ondemand::json_type::object:
        for (auto field : value.get_object()) {
            std::string_view key;
            ondemand::value member;
            if (field.unescaped_key().get(key) || field.value().get(member) || !visit(member, sum))
                return false;
            sum += key.size();
        }
        return true;
    case ondemand::json_type::array:
        for (auto element : value.get_array()) {
            ondemand::value item;
            if (element.get(item) || !visit(item, sum))
                return false;
        }
        return true;
    case ondemand::json_type::string: {
        std::string_view text;
        if (value.get_string().get(text))
            return false;
        sum += text.size();
        return true;
    }
    case ondemand::json_type::number: {
        double number = 0;
        if (value.get_double().get(number))
            return false;
        sum += static_cast<std::uint64_t>(number);
        return true;
    }
    default:
        return true;
    }
}

} // namespace

MemoryCopy::MemoryCopy(std::string_view bytes)
    : m_bytes(bytes)
    , m_target(bytes)
{
}

void MemoryCopy::run()
{
    std::memcpy(m_target.data(), m_bytes.data(), m_bytes.size());
}

std::uint64_t visitWithSimdjson(const std::string& path)
{
    simdjson::padded_string json;
    ondemand::parser parser;
    ondemand::document document;
    ondemand::array events;
    if (simdjson::padded_string::load(path).get(json) || parser.iterate(json).get(document) ||
        document["Events"].get_array().get(events))
        return 0;
    std::uint64_t count = 0;
    std::uint64_t sum = 0;
    for (auto element : events) {
        ondemand::value event;
        if (element.get(event) || !visit(event, sum))
            return 0;
        ++count;
    }
    return sum == 0 ? 0 : count;
}

std::uint64_t buildWithNlohmann(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    const nlohmann::json document = nlohmann::json::parse(file, nullptr, false);
    if (document.is_discarded())
        return 0;
    std::unordered_map<std::string, std::vector<const nlohmann::json*>> operations;
    const nlohmann::json& events = document["Events"];
    for (const nlohmann::json& event : events) {
        if (const auto id = event.find("Id"); id != event.end())
            operations[id->get_ref<const std::string&>()].push_back(&event);
    }
    return operations.empty() ? 0 : events.size();
}

} // namespace durascope::bench
