// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <string>

namespace durascope::core {

/// What went wrong, coarse enough to choose an exit code by (shared/design/cli.md, "Exit codes").
enum class ErrorCode {
    Usage,      ///< the caller asked for something that has no meaning
    NotFound,   ///< there is no such file, event or operation
    Unreadable, ///< the system would not give us the bytes
    Malformed,  ///< the bytes are there but are not what they should be
    TooLarge,   ///< a bound that protects memory or time was reached
    Cancelled,  ///< somebody asked for the work to stop
    Unsupported ///< a known form that cannot be read; the message says which one can
};

/// Where in an input the trouble is. All members are optional: zero or empty means unknown.
struct Place
{
    std::string source;       ///< file name, or "standard input"
    std::uint64_t offset = 0; ///< bytes from the start of the decoded text
    std::uint64_t line = 0;   ///< 1-based
    std::uint64_t column = 0; ///< 1-based, in bytes

    friend bool operator==(const Place&, const Place&) = default;
};

/// An error as a value: one human line, the place, and what the person can do about it.
struct Error
{
    ErrorCode code = ErrorCode::Malformed;
    std::string message; ///< what: one line, no trailing full stop, no place in it
    Place place;         ///< where
    std::string remedy;  ///< what to do; may be empty

    /// "orders.json:12:7: expected ':' after a member name; …remedy". One line, control characters made visible.
    [[nodiscard]] std::string text() const;
    /// The machine word of the code, as used by `--json` errors: "malformed", "not-found", …
    [[nodiscard]] const char* word() const;
    /// "orders.json:12:7", "orders.json" or "" : as much of the place as is known.
    [[nodiscard]] std::string where() const;
};

template <typename T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message, Place place = {},
                                                 std::string remedy = {})
{
    return std::unexpected(Error{code, std::move(message), std::move(place), std::move(remedy)});
}

} // namespace durascope::core
