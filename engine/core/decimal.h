// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace durascope::core {

/// A decimal number as it was written. Times and ids must keep every digit, so they never become a double.
class Decimal
{
public:
    /// A JSON number: an optional minus, digits, a fraction, an exponent; nothing around it.
    [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);

    struct Scaled
    {
        std::int64_t value = 0;
        bool lostDigits = false; ///< the number had more digits than the scale keeps; it was rounded to the nearest
    };
    /// The number times ten to the power of `shift`, as an integer; nothing when that does not fit 64 bits.
    [[nodiscard]] std::optional<Scaled> scaled(int shift) const;
    /// How many digits stand before the decimal point; 0 or less for numbers below one.
    [[nodiscard]] std::int64_t integerDigits() const { return m_count == 0 ? 0 : m_count + m_exponent; }

private:
    // More digits than 64 bits can hold are never looked at except to know whether any of them is not zero.
    static constexpr int kKeptDigits = 40;

    void takeDigit(char digit, bool afterPoint);

    std::array<char, kKeptDigits> m_digits{}; ///< significant digits, values 0 to 9
    int m_count = 0;
    std::int64_t m_exponent = 0; ///< value = 0.DIGITS as integer times ten to this power
    bool m_negative = false;
    bool m_moreDigits = false; ///< beyond kKeptDigits there was one that is not zero
};

} // namespace durascope::core
