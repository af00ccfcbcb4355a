// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/value.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace durascope::conformance {
namespace {

/// repr() of a float: the shortest digits that read back, in plain notation from 1e-4 to 1e16.
std::string floatText(double number)
{
    if (std::isnan(number))
        return "nan";
    if (std::isinf(number))
        return number > 0 ? "inf" : "-inf";
    std::array<char, 512> buffer{};
    char* const begin = buffer.data();
    char* const end = begin + buffer.size();
    const std::string_view scientific(begin, std::to_chars(begin, end, number, std::chars_format::scientific).ptr);
    int exponent = 0;
    std::string_view digits = scientific.substr(scientific.find('e') + 1);
    if (digits.starts_with('+'))
        digits.remove_prefix(1);
    std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (exponent < -4 || exponent >= 16)
        return std::string(scientific);
    std::string fixed(begin, std::to_chars(begin, end, number, std::chars_format::fixed).ptr);
    if (fixed.find('.') == std::string::npos)
        fixed += ".0";
    return fixed;
}

void appendHex(std::string& out, unsigned char byte)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += "\\x";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 0xF];
}

/// repr() of a text: single quotes unless only those occur in it.
std::string quoted(const std::string& text)
{
    const bool single = text.find('\'') == std::string::npos || text.find('"') != std::string::npos;
    const char quote = single ? '\'' : '"';
    std::string out(1, quote);
    for (const char c : text) {
        if (c == quote || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c == '\t') {
            out += "\\t";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            appendHex(out, static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    out += quote;
    return out;
}

std::string repr(const Value& value)
{
    return value.is_string() ? quoted(value.get_ref<const std::string&>()) : pythonText(value);
}

std::string jsonString(const std::string& text)
{
    return Value(text).dump(-1, ' ', true, Value::error_handler_t::replace);
}

bool isNumeric(const Value& value)
{
    return value.is_number() || value.is_boolean();
}

bool numbersEqual(const Value& a, const Value& b)
{
    if (a.is_number_float() || b.is_number_float()) {
        const auto asDouble = [](const Value& v) { return v.is_boolean() ? double(v.get<bool>()) : v.get<double>(); };
        return asDouble(a) == asDouble(b);
    }
    const auto negative = [](const Value& v) {
        return v.is_number_integer() && !v.is_number_unsigned() && v.get<std::int64_t>() < 0;
    };
    const auto asInteger = [](const Value& v) {
        return v.is_boolean() ? static_cast<std::uint64_t>(v.get<bool>()) : v.get<std::uint64_t>();
    };
    return negative(a) == negative(b) && asInteger(a) == asInteger(b);
}

} // namespace

std::string pythonText(const Value& value)
{
    switch (value.type()) {
    case Value::value_t::null:
        return "None";
    case Value::value_t::boolean:
        return value.get<bool>() ? "True" : "False";
    case Value::value_t::string:
        return value.get<std::string>();
    case Value::value_t::number_float:
        return floatText(value.get<double>());
    case Value::value_t::array: {
        std::string out = "[";
        for (const Value& element : value)
            out += (out.size() > 1 ? ", " : "") + repr(element);
        return out + "]";
    }
    case Value::value_t::object: {
        std::string out = "{";
        for (const auto& [name, member] : value.items())
            out += (out.size() > 1 ? ", " : "") + quoted(name) + ": " + repr(member);
        return out + "}";
    }
    default:
        return value.dump();
    }
}

bool pythonEqual(const Value& a, const Value& b)
{
    if (isNumeric(a) && isNumeric(b))
        return numbersEqual(a, b);
    if (a.type() != b.type())
        return false;
    if (a.is_array()) {
        if (a.size() != b.size())
            return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (!pythonEqual(a[i], b[i]))
                return false;
        }
        return true;
    }
    if (a.is_object()) {
        if (a.size() != b.size())
            return false;
        for (const auto& [name, member] : a.items()) {
            const auto found = b.find(name);
            if (found == b.end() || !pythonEqual(member, *found))
                return false;
        }
        return true;
    }
    return a == b;
}

std::string pythonJson(const Value& value)
{
    if (value.is_string())
        return jsonString(value.get_ref<const std::string&>());
    if (value.is_number_float())
        return floatText(value.get<double>());
    if (value.is_array()) {
        std::string out = "[";
        for (const Value& element : value)
            out += (out.size() > 1 ? ", " : "") + pythonJson(element);
        return out + "]";
    }
    if (value.is_object()) {
        std::string out = "{";
        for (const auto& [name, member] : value.items())
            out += (out.size() > 1 ? ", " : "") + jsonString(name) + ": " + pythonJson(member);
        return out + "}";
    }
    return value.dump();
}

std::string shownValue(const Value& value)
{
    constexpr std::size_t kShown = 200;
    std::string text = value.dump(-1, ' ', true, Value::error_handler_t::replace);
    if (text.size() > kShown)
        text = text.substr(0, kShown) + "...";
    return text;
}

} // namespace durascope::conformance
