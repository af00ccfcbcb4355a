// SPDX-License-Identifier: Apache-2.0
#include "engine/core/decimal.h"

#include <cstddef>
#include <limits>

namespace durascope::core {
namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// An exponent beyond this cannot belong to a number anybody means, and bounding it keeps the sums below exact.
constexpr std::int64_t kMaxExponent = 100'000'000;

} // namespace

void Decimal::takeDigit(char digit, bool afterPoint)
{
    if (m_count == kKeptDigits) {
        m_moreDigits = m_moreDigits || digit != '0';
        m_exponent += afterPoint ? 0 : 1;
        return;
    }
    if (m_count > 0 || digit != '0') {
        m_digits[static_cast<std::size_t>(m_count++)] = static_cast<char>(digit - '0');
    }
    m_exponent -= afterPoint ? 1 : 0;
}

std::optional<Decimal> Decimal::parse(std::string_view text)
{
    Decimal result;
    std::size_t i = 0;
    if (i < text.size() && text[i] == '-') {
        result.m_negative = true;
        ++i;
    }
    const std::size_t integerBegin = i;
    for (; i < text.size() && isDigit(text[i]); ++i) {
        result.takeDigit(text[i], false);
    }
    if (i == integerBegin) {
        return std::nullopt;
    }
    if (i < text.size() && text[i] == '.') {
        const std::size_t fractionBegin = ++i;
        for (; i < text.size() && isDigit(text[i]); ++i) {
            result.takeDigit(text[i], true);
        }
        if (i == fractionBegin) {
            return std::nullopt;
        }
    }
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        const bool negative = i < text.size() && text[i] == '-';
        if (i < text.size() && (text[i] == '-' || text[i] == '+')) {
            ++i;
        }
        const std::size_t exponentBegin = i;
        std::int64_t exponent = 0;
        for (; i < text.size() && isDigit(text[i]); ++i) {
            exponent = exponent < kMaxExponent ? exponent * 10 + (text[i] - '0') : exponent;
        }
        if (i == exponentBegin) {
            return std::nullopt;
        }
        result.m_exponent += negative ? -exponent : exponent;
    }
    return i == text.size() ? std::optional(result) : std::nullopt;
}

std::optional<Decimal::Scaled> Decimal::scaled(int shift) const
{
    if (m_count == 0) {
        return Scaled{};
    }
    const std::int64_t wanted = integerDigits() + shift; // digits of the answer
    if (wanted > 19) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    std::int64_t i = 0;
    for (; i < wanted; ++i) {
        const int digit = i < m_count ? m_digits[static_cast<std::size_t>(i)] : 0;
        value = value * 10 + static_cast<std::uint64_t>(digit); // 19 digits always fit 64 bits without a sign
    }
    Scaled result;
    if (wanted < 0) {
        result.lostDigits = true;
    } else {
        for (std::int64_t rest = i; rest < m_count; ++rest) {
            result.lostDigits = result.lostDigits || m_digits[static_cast<std::size_t>(rest)] != 0;
        }
        result.lostDigits = result.lostDigits || m_moreDigits;
        if (i < m_count && m_digits[static_cast<std::size_t>(i)] >= 5) {
            ++value;
        }
    }
    const std::uint64_t most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value > most + (m_negative ? 1 : 0)) {
        return std::nullopt;
    }
    result.value = static_cast<std::int64_t>(m_negative ? 0 - value : value);
    return result;
}

} // namespace durascope::core
