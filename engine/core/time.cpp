// SPDX-License-Identifier: Apache-2.0
#include "engine/core/time.h"

#include "engine/core/decimal.h"

#include <array>
#include <cstddef>

namespace durascope::core {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

// --- the proleptic Gregorian calendar, counted in eras of 400 years that begin on the first of March, so that the
// leap day is the last day of a year and needs no special case

struct Date
{
    std::int64_t year = 1970;
    unsigned month = 1;
    unsigned day = 1;
};

constexpr std::int64_t kDaysInEra = 146'097;
constexpr std::int64_t kDaysBeforeEpoch = 719'468; // 0000-03-01 to 1970-01-01

constexpr std::int64_t floorDivide(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

constexpr std::int64_t daysOf(Date date)
{
    const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
    const std::int64_t era = floorDivide(year, 400);
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t monthFromMarch = date.month > 2 ? date.month - 3 : date.month + 9;
    const std::int64_t dayOfYear = (153 * monthFromMarch + 2) / 5 + date.day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * kDaysInEra + dayOfEra - kDaysBeforeEpoch;
}

constexpr Date dateOf(std::int64_t days)
{
    const std::int64_t shifted = days + kDaysBeforeEpoch;
    const std::int64_t era = floorDivide(shifted, kDaysInEra);
    const std::int64_t dayOfEra = shifted - era * kDaysInEra;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t monthFromMarch = (5 * dayOfYear + 2) / 153;
    const auto day = static_cast<unsigned>(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
    const auto month = static_cast<unsigned>(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
    return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day};
}
static_assert(daysOf({1970, 1, 1}) == 0 && daysOf({2000, 3, 1}) == 11'017 && dateOf(11'016).day == 29);

bool isLeapYear(std::int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned daysInMonth(std::int64_t year, unsigned month)
{
    constexpr std::array<unsigned, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && isLeapYear(year) ? 29 : kDays[month - 1];
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// --- reading

/// Reads fixed-width fields from the front of a text; after the first failure every further call fails too.
class Fields
{
public:
    explicit Fields(std::string_view text)
        : m_text(text)
    {
    }

    bool number(std::size_t width, unsigned& value)
    {
        if (m_text.size() < width) {
            return false;
        }
        value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            if (!isDigit(m_text[i])) {
                return false;
            }
            value = value * 10 + static_cast<unsigned>(m_text[i] - '0');
        }
        m_text.remove_prefix(width);
        return true;
    }
    bool literal(char c)
    {
        if (m_text.empty() || m_text.front() != c) {
            return false;
        }
        m_text.remove_prefix(1);
        return true;
    }
    [[nodiscard]] bool atDigit() const { return !m_text.empty() && isDigit(m_text.front()); }
    [[nodiscard]] bool atEnd() const { return m_text.empty(); }
    char take()
    {
        const char c = m_text.front();
        m_text.remove_prefix(1);
        return c;
    }

private:
    std::string_view m_text;
};

bool readFraction(Fields& fields, std::int64_t& micros, bool& lostDigits)
{
    int count = 0;
    std::int64_t unit = kSecond / 10;
    for (; fields.atDigit(); ++count) {
        const int digit = fields.take() - '0';
        micros += digit * unit;
        lostDigits = lostDigits || (unit == 0 && digit != 0);
        unit /= 10;
    }
    return count >= 1 && count <= 9;
}

/// Nothing, `Z`, `±hh`, `±hhmm` or `±hh:mm`, up to the end of the text.
bool readZone(Fields& fields, std::int64_t& offset, ZoneKind& kind)
{
    if (fields.atEnd()) {
        kind = ZoneKind::Missing;
        return true;
    }
    if (fields.literal('Z') || fields.literal('z')) {
        return fields.atEnd();
    }
    const bool east = fields.literal('+');
    if (!east && !fields.literal('-')) {
        return false;
    }
    unsigned hours = 0;
    unsigned minutes = 0;
    if (!fields.number(2, hours)) {
        return false;
    }
    const bool colon = fields.literal(':');
    if ((colon || !fields.atEnd()) && !fields.number(2, minutes)) {
        return false;
    }
    if (hours > 23 || minutes > 59) {
        return false;
    }
    const std::int64_t distance = hours * kHour + minutes * kMinute;
    offset = east ? distance : -distance;
    return fields.atEnd();
}

bool readDate(Fields& fields, Date& date)
{
    unsigned year = 0;
    if (!fields.number(4, year) || !fields.literal('-') || !fields.number(2, date.month) || !fields.literal('-') ||
        !fields.number(2, date.day)) {
        return false;
    }
    date.year = year;
    return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= daysInMonth(date.year, date.month);
}

std::optional<Timestamp> inRange(std::int64_t micros)
{
    const Timestamp time{micros};
    return time < kEarliest || time > kLatest ? std::nullopt : std::optional(time);
}

/// `1764802792.607`, the form of the Lambda API: one in every event, so it is worth a path without big numbers.
std::optional<Timestamp> plainEpochSeconds(std::string_view number)
{
    constexpr std::size_t kMaxSecondsDigits = 11;
    std::int64_t seconds = 0;
    std::size_t i = 0;
    for (; i < number.size() && i <= kMaxSecondsDigits && isDigit(number[i]); ++i) {
        seconds = seconds * 10 + (number[i] - '0');
    }
    if (i == 0 || i > kMaxSecondsDigits || i == number.size() || number[i] != '.') {
        return std::nullopt;
    }
    std::int64_t fraction = 0;
    std::int64_t unit = kSecond;
    for (++i; i < number.size() && unit > 1 && isDigit(number[i]); ++i) {
        unit /= 10;
        fraction += (number[i] - '0') * unit;
    }
    return i == number.size() && unit < kSecond ? inRange(seconds * kSecond + fraction) : std::nullopt;
}

// --- writing

std::string padded(std::uint64_t value, std::size_t width)
{
    std::string digits = std::to_string(value);
    return digits.size() < width ? std::string(width - digits.size(), '0').append(digits) : digits;
}

std::uint64_t magnitude(std::int64_t value)
{
    return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

/// `micros` in a unit, to three significant digits, without zeros at the end: "2.01", "12.3", "55".
std::string threeDigits(std::uint64_t micros, std::uint64_t unit)
{
    const std::uint64_t decimals = micros >= unit * 100 ? 1 : micros >= unit * 10 ? 10 : 100;
    const std::uint64_t scaled = (micros * decimals + unit / 2) / unit;
    std::string result = std::to_string(scaled / decimals);
    std::uint64_t fraction = scaled % decimals;
    if (fraction != 0) {
        const bool oneDigit = decimals == 10 || fraction % 10 == 0;
        fraction = decimals == 100 && oneDigit ? fraction / 10 : fraction;
        result += '.' + padded(fraction, oneDigit ? 1 : 2);
    }
    return result;
}

std::string formatLongDuration(std::uint64_t micros)
{
    struct Unit
    {
        std::uint64_t length;
        const char* name;
    };
    constexpr std::array<Unit, 4> kUnits{{{kDay, "d"}, {kHour, "h"}, {kMinute, "m"}, {kSecond, "s"}}};
    const auto rounded = [micros](std::uint64_t unit) { return (micros + unit / 2) / unit * unit; };
    std::uint64_t rest = rounded(kSecond);
    if (rest >= static_cast<std::uint64_t>(kDay)) {
        rest = rounded(kMinute); // three units from days reach to minutes
    }
    std::string result;
    for (const Unit& unit : kUnits) {
        const std::uint64_t count = rest / unit.length;
        rest %= unit.length;
        if (count > 0) {
            result += std::string(result.empty() ? "" : " ") + std::to_string(count) + ' ' + unit.name;
        }
    }
    return result;
}

} // namespace

std::optional<ParsedTime> parseIsoTime(std::string_view text)
{
    Fields fields(text);
    Date date;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    if (!readDate(fields, date) || (!fields.literal('T') && !fields.literal(' ') && !fields.literal('t')) ||
        !fields.number(2, hour) || !fields.literal(':') || !fields.number(2, minute)) {
        return std::nullopt;
    }
    ParsedTime result;
    std::int64_t fraction = 0;
    if (fields.literal(':')) {
        if (!fields.number(2, second)) {
            return std::nullopt;
        }
        if (fields.literal('.') && !readFraction(fields, fraction, result.lostDigits)) {
            return std::nullopt;
        }
    }
    std::int64_t offset = 0;
    const bool blank = fields.literal(' ');
    if ((blank && fields.atEnd()) || !readZone(fields, offset, result.zone)) {
        return std::nullopt;
    }
    // A leap second is read as the second after it, as POSIX time does.
    if (hour > 23 || minute > 59 || second > 60) {
        return std::nullopt;
    }
    const auto time =
        inRange(daysOf(date) * kDay + hour * kHour + minute * kMinute + second * kSecond + fraction - offset);
    if (!time) {
        return std::nullopt;
    }
    result.time = *time;
    return result;
}

std::optional<ParsedTime> parseEpochTime(std::string_view number)
{
    if (const auto seconds = plainEpochSeconds(number)) {
        return ParsedTime{*seconds, ZoneKind::Explicit, false};
    }
    const std::optional<Decimal> decimal = Decimal::parse(number);
    if (!decimal) {
        return std::nullopt;
    }
    const std::int64_t digits = decimal->integerDigits();
    const int shift = digits <= 11 ? 6 : digits <= 14 ? 3 : digits <= 17 ? 0 : -3;
    const auto micros = decimal->scaled(shift);
    const auto time = micros ? inRange(micros->value) : std::nullopt;
    if (!time) {
        return std::nullopt;
    }
    return ParsedTime{*time, ZoneKind::Explicit, micros->lostDigits};
}

std::string formatIso(Timestamp time, IsoStyle style)
{
    const std::int64_t days = floorDivide(time.micros, kDay);
    // Not time.micros - days * kDay: the first day that 64 bits can name begins before them.
    const std::int64_t remainder = time.micros % kDay;
    const auto ofDay = static_cast<std::uint64_t>(remainder < 0 ? remainder + kDay : remainder);
    const Date date = dateOf(days);
    const std::uint64_t seconds = ofDay / kSecond;
    const std::uint64_t fraction = ofDay % kSecond;
    std::string result = std::string(date.year < 0 ? "-" : "") + padded(magnitude(date.year), 4) + '-' +
                         padded(date.month, 2) + '-' + padded(date.day, 2) + 'T' + padded(seconds / 3600, 2) + ':' +
                         padded(seconds / 60 % 60, 2) + ':' + padded(seconds % 60, 2);
    if (style == IsoStyle::Offset) {
        return result + (fraction != 0 ? '.' + padded(fraction, 6) : std::string()) + "+00:00";
    }
    return result + '.' + (fraction % 1000 == 0 ? padded(fraction / 1000, 3) : padded(fraction, 6)) + 'Z';
}

std::string formatEpochSeconds(Timestamp time)
{
    const std::uint64_t micros = magnitude(time.micros);
    const std::uint64_t fraction = micros % kSecond;
    return std::string(time.micros < 0 ? "-" : "") + std::to_string(micros / kSecond) + '.' +
           (fraction % 1000 == 0 ? padded(fraction / 1000, 3) : padded(fraction, 6));
}

std::string formatDuration(Duration duration)
{
    constexpr const char* kMinus = "\xE2\x88\x92";
    const std::uint64_t micros = magnitude(duration.count());
    if (micros == 0) {
        return "0 ms";
    }
    // The limits are where rounding would write "1000 ms" or "60 s".
    std::string result;
    if (micros < 1000) {
        result = std::to_string(micros) + " µs";
    } else if (micros < 999'500) {
        result = threeDigits(micros, 1000) + " ms";
    } else if (micros < 59'950'000) {
        result = threeDigits(micros, kSecond) + " s";
    } else {
        result = formatLongDuration(micros);
    }
    return std::string(duration.count() < 0 ? kMinus : "") + result;
}

} // namespace durascope::core
