// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace durascope::core {

/// All durations and instants of the engine count microseconds. Histories carry milliseconds on AWS, but some writers
/// keep microseconds and reading must not lose them (spec/history-format.md section 13 rule 4).
using Duration = std::chrono::microseconds;

/// An instant in UTC: microseconds since 1970-01-01T00:00:00Z. May be negative.
struct Timestamp
{
    std::int64_t micros = 0;

    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
    friend constexpr Duration operator-(Timestamp a, Timestamp b)
    {
        // Hostile files hold instants at both ends of the range; wrap instead of overflowing.
        return Duration(
            static_cast<std::int64_t>(static_cast<std::uint64_t>(a.micros) - static_cast<std::uint64_t>(b.micros)));
    }
    friend constexpr Timestamp operator+(Timestamp t, Duration d)
    {
        return Timestamp{
            static_cast<std::int64_t>(static_cast<std::uint64_t>(t.micros) + static_cast<std::uint64_t>(d.count()))};
    }
};

/// The instants readers accept: years 0001 to 9999, so that every one of them can be written as ISO-8601.
inline constexpr Timestamp kEarliest{-62'135'596'800'000'000};
inline constexpr Timestamp kLatest{253'402'300'799'999'999};

/// How a parsed instant was written; the reader reports what it had to guess.
enum class ZoneKind { Explicit, Missing };
struct ParsedTime
{
    Timestamp time;
    ZoneKind zone = ZoneKind::Explicit;
    bool lostDigits = false; ///< digits below the microsecond: cut from ISO texts, rounded in epoch numbers
};

/// ISO-8601 as in spec/history-format.md section 13 rule 4: `YYYY-MM-DD[T ]hh:mm[:ss[.f{1,9}]][ ][Z|±hh:mm|±hhmm|±hh]`.
[[nodiscard]] std::optional<ParsedTime> parseIsoTime(std::string_view text);
/// A JSON number (also `1.764802792607E9`), seconds, milliseconds, microseconds or nanoseconds by magnitude (rule 4).
/// Exact to the microsecond: the digits never pass through a double.
[[nodiscard]] std::optional<ParsedTime> parseEpochTime(std::string_view number);

enum class IsoStyle {
    Z,      ///< 2025-12-03T22:59:52.607Z; milliseconds always, microseconds when there are any
    Offset, ///< 2025-12-03T22:59:52.607000+00:00; as AWS CLI v2: no fraction when it is zero, else six digits
};
[[nodiscard]] std::string formatIso(Timestamp time, IsoStyle style = IsoStyle::Z);
/// 1764802792.607: epoch seconds with three digits, six when there are microseconds, as the Lambda API writes them.
[[nodiscard]] std::string formatEpochSeconds(Timestamp time);
/// "55 ms", "2.01 s", "1 m 46 s", "3 d 4 h 12 m", "0 ms", "850 µs", "−2 s": at most three units, no zero units at
/// the end. Everything a person reads about lengths of time is made here.
[[nodiscard]] std::string formatDuration(Duration duration);

} // namespace durascope::core
