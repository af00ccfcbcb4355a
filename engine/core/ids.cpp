// SPDX-License-Identifier: Apache-2.0
#include "engine/core/ids.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace durascope::core {
namespace {

// The first words of the error types that AWS itself writes; in them the part before the dot says more than the rest.
constexpr std::array<std::string_view, 9> kServiceWords{
    "Callback", "ChainedInvoke", "Execution", "Extension", "Function", "Lambda", "Runtime", "Sandbox", "States"};

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool isSeparator(char c)
{
    return c == '.' || c == ':' || c == '$' || c == '+' || c == '/' || c == '\\';
}

/// Takes the text before the next separator off the front; nothing when the separator does not occur.
std::optional<std::string_view> takeUntil(std::string_view& text, char separator)
{
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at + 1);
    return part;
}

int base64Value(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

std::optional<std::string> decodeBase64(std::string_view text)
{
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
    }
    std::string result;
    result.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = base64Value(c);
        if (value < 0) {
            return std::nullopt;
        }
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            result.push_back(static_cast<char>((bits >> count) & 0xFF));
        }
    }
    return result;
}

/// As much CBOR (RFC 8949) as callback ids use: maps of text to text.
class CborReader
{
public:
    enum Major : std::uint8_t { Text = 3, Map = 5 };
    explicit CborReader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    /// The argument of an item's head; nothing when it is of another type, of indefinite length or cut off.
    std::optional<std::uint64_t> head(Major major)
    {
        if (m_bytes.empty() || static_cast<std::uint8_t>(m_bytes[0]) >> 5 != major) {
            return std::nullopt;
        }
        const unsigned info = static_cast<std::uint8_t>(m_bytes[0]) & 0x1F;
        m_bytes.remove_prefix(1);
        if (info < 24) {
            return info;
        }
        const std::size_t width = info <= 27 ? std::size_t{1} << (info - 24) : 0;
        if (width == 0 || m_bytes.size() < width) {
            return std::nullopt;
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            value = (value << 8) | static_cast<std::uint8_t>(m_bytes[i]);
        }
        m_bytes.remove_prefix(width);
        return value;
    }
    std::optional<std::string_view> text()
    {
        const auto length = head(Text);
        if (!length || *length > m_bytes.size()) {
            return std::nullopt;
        }
        const std::string_view result = m_bytes.substr(0, static_cast<std::size_t>(*length));
        m_bytes.remove_prefix(result.size());
        return result;
    }
    /// A map's number of pairs; those of indefinite length say "until the end" and get the greatest number.
    std::optional<std::uint64_t> map()
    {
        constexpr char kIndefiniteMap = '\xBF';
        if (!m_bytes.empty() && m_bytes[0] == kIndefiniteMap) {
            m_bytes.remove_prefix(1);
            return ~std::uint64_t{0};
        }
        return head(Map);
    }

private:
    std::string_view m_bytes;
};

} // namespace

std::string shortErrorType(std::string_view type)
{
    for (const char c : type) {
        if (!isNameCharacter(c) && !isSeparator(c)) {
            return std::string(type); // a sentence, not a qualified name
        }
    }
    const std::size_t dot = type.find('.');
    if (dot != std::string_view::npos && type.find('.', dot + 1) == std::string_view::npos &&
        std::ranges::find(kServiceWords, type.substr(0, dot)) != kServiceWords.end()) {
        return std::string(type);
    }
    const auto last = std::find_if(type.rbegin(), type.rend(), isSeparator);
    const auto length = static_cast<std::size_t>(last - type.rbegin());
    return std::string(length == 0 ? type : type.substr(type.size() - length));
}

std::optional<ExecutionArn> parseExecutionArn(std::string_view arn)
{
    std::string_view rest = arn;
    const auto prefix = takeUntil(rest, ':');
    const auto partition = takeUntil(rest, ':');
    const auto service = takeUntil(rest, ':');
    const auto region = takeUntil(rest, ':');
    const auto account = takeUntil(rest, ':');
    const auto kind = takeUntil(rest, ':');
    if (!kind || *prefix != "arn" || partition->empty() || *service != "lambda" || *kind != "function") {
        return std::nullopt;
    }
    const auto function = takeUntil(rest, '/');
    const auto word = takeUntil(rest, '/');
    const auto executionName = takeUntil(rest, '/');
    if (!executionName || *word != "durable-execution" || rest.empty() || rest.find('/') != std::string_view::npos) {
        return std::nullopt;
    }
    ExecutionArn result;
    result.region = *region;
    result.account = *account;
    const std::size_t colon = function->find(':');
    result.functionName = function->substr(0, colon);
    if (colon != std::string_view::npos) {
        result.qualifier = function->substr(colon + 1);
    }
    result.executionName = *executionName;
    result.executionId = rest;
    return result.functionName.empty() ? std::nullopt : std::optional(std::move(result));
}

std::optional<std::string> executionArnOfCallbackId(std::string_view callbackId)
{
    const std::optional<std::string> bytes = decodeBase64(callbackId);
    if (!bytes || bytes->empty() || bytes->front() != '\x01') {
        return std::nullopt;
    }
    CborReader reader(std::string_view(*bytes).substr(1));
    const auto pairs = reader.map();
    for (std::uint64_t i = 0; pairs && i < *pairs; ++i) {
        const auto key = reader.text();
        const auto value = key ? reader.text() : std::nullopt;
        if (!value) {
            return std::nullopt;
        }
        if (*key == "e") {
            return parseExecutionArn(*value) ? std::optional(std::string(*value)) : std::nullopt;
        }
    }
    return std::nullopt;
}

} // namespace durascope::core
