// SPDX-License-Identifier: Apache-2.0
#include "engine/service/json_text.h"

#include "engine/core/text.h"

#include <array>
#include <charconv>

namespace durascope::service {
namespace {

enum class Treatment : std::uint8_t { Plain, Escape, NotAscii };

constexpr std::array<Treatment, 256> makeTreatments()
{
    std::array<Treatment, 256> result{};
    for (std::size_t byte = 0; byte < 0x20; ++byte)
        result[byte] = Treatment::Escape;
    result[static_cast<std::size_t>('"')] = Treatment::Escape;
    result[static_cast<std::size_t>('\\')] = Treatment::Escape;
    for (std::size_t byte = 0x80; byte < 256; ++byte)
        result[byte] = Treatment::NotAscii;
    return result;
}
constexpr std::array<Treatment, 256> kTreatments = makeTreatments();

Treatment treatmentOf(char c)
{
    return kTreatments[static_cast<unsigned char>(c)];
}

void appendEscape(std::string& out, char c)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    switch (c) {
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    case '"':
    case '\\':
        out += '\\';
        out += c;
        return;
    default:
        out += "\\u00";
        out += kHex[static_cast<std::size_t>(c >> 4)];
        out += kHex[static_cast<std::size_t>(c & 15)];
    }
}

/// Stops in front of the first byte beyond ASCII, unless they are known to be valid.
std::size_t appendInner(std::string& out, std::string_view text, bool isValid)
{
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Treatment treatment = treatmentOf(text[i]);
        if (treatment == Treatment::Plain || (treatment == Treatment::NotAscii && isValid))
            continue;
        out.append(text, plain, i - plain);
        if (treatment == Treatment::NotAscii)
            return i;
        appendEscape(out, text[i]);
        plain = i + 1;
    }
    out.append(text, plain);
    return text.size();
}

} // namespace

void appendQuoted(std::string& out, std::string_view text)
{
    out += '"';
    const std::size_t done = appendInner(out, text, false);
    if (done < text.size()) {
        const std::string_view rest = text.substr(done);
        if (core::isValidUtf8(rest))
            appendInner(out, rest, true);
        else
            appendInner(out, core::toValidUtf8(rest), true);
    }
    out += '"';
}

void appendInteger(std::string& out, std::int64_t value)
{
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void appendEpochSeconds(std::string& out, core::Timestamp time)
{
    if (time.micros < 0) {
        out += core::formatEpochSeconds(time);
        return;
    }
    constexpr std::int64_t kSecond = 1'000'000;
    appendInteger(out, time.micros / kSecond);
    std::int64_t fraction = time.micros % kSecond;
    int width = 6;
    if (fraction % 1000 == 0) {
        fraction /= 1000;
        width = 3;
    }
    std::array<char, 6> digits;
    for (int i = width; i > 0; fraction /= 10)
        digits[static_cast<std::size_t>(--i)] = static_cast<char>('0' + fraction % 10);
    out += '.';
    out.append(digits.data(), static_cast<std::size_t>(width));
}

} // namespace durascope::service
