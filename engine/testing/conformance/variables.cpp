// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/variables.h"

#include <charconv>
#include <optional>

namespace durascope::conformance {
namespace {

using core::ErrorCode;

/// FNV-1a: the same on every platform, which std::hash is not.
std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1099511628211ULL;
    }
    return hash;
}

/// splitmix64
std::uint64_t nextRandom(std::uint64_t& state)
{
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31);
}

std::string randomText(std::size_t length, std::uint64_t state)
{
    constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::string text;
    while (text.size() < length)
        text += kAlphabet[nextRandom(state) % kAlphabet.size()];
    return text;
}

/// The n of `${GEN_STR:n}`.
std::optional<std::size_t> generatedLength(std::string_view text)
{
    constexpr std::string_view kOpen = "${GEN_STR:";
    if (!text.starts_with(kOpen) || !text.ends_with('}'))
        return std::nullopt;
    const std::string_view digits = text.substr(kOpen.size(), text.size() - kOpen.size() - 1);
    std::size_t length = 0;
    const auto [at, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (digits.empty() || problem != std::errc() || at != digits.data() + digits.size())
        return std::nullopt;
    return length;
}

bool startsName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// The name of the `${NAME}` that begins at `at`; empty when none does.
std::string_view nameAt(std::string_view text, std::size_t at)
{
    const std::size_t begin = at + 2;
    if (begin >= text.size() || text[at] != '$' || text[at + 1] != '{' || !startsName(text[begin]))
        return {};
    std::size_t end = begin;
    while (end < text.size() && (startsName(text[end]) || (text[end] >= '0' && text[end] <= '9')))
        ++end;
    return end < text.size() && text[end] == '}' ? text.substr(begin, end - begin) : std::string_view();
}

} // namespace

const Value* Bindings::find(const std::string& name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? nullptr : &found->second;
}

std::string Bindings::substituteText(std::string_view text) const
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view name = nameAt(text, i);
        const Value* const value = name.empty() ? nullptr : find(std::string(name));
        if (value) {
            out += pythonText(*value);
            i += name.size() + 2; // of the three signs around the name, the loop steps over one
        } else {
            out += text[i];
        }
    }
    return out;
}

Value Bindings::substitute(const Value& value) const
{
    if (value.is_string())
        return substituteText(value.get_ref<const std::string&>());
    if (value.is_array()) {
        Value out = Value::array();
        for (const Value& element : value)
            out.push_back(substitute(element));
        return out;
    }
    if (value.is_object()) {
        Value out = Value::object();
        for (const auto& [name, member] : value.items())
            out[name] = substitute(member);
        return out;
    }
    return value;
}

core::Result<Bindings> resolveVariables(const Value& variables, std::string_view seed)
{
    Bindings bindings;
    if (variables.is_null())
        return bindings;
    if (!variables.is_object())
        return core::fail(ErrorCode::Malformed, "Variables must be a map");
    for (const auto& [name, value] : variables.items()) {
        const std::optional<std::size_t> length =
            value.is_string() ? generatedLength(value.get_ref<const std::string&>()) : std::nullopt;
        constexpr std::size_t kLongest = std::size_t(16) << 20;
        if (length && *length > kLongest)
            return core::fail(ErrorCode::Malformed, "the variable " + name + " asks for too long a text");
        if (length)
            bindings.bind(name, randomText(*length, hashOf(std::string(seed) + '/' + name)));
        else
            bindings.bind(name, pythonText(value));
    }
    return bindings;
}

} // namespace durascope::conformance
