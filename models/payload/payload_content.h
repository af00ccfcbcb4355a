// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json_view.h"
#include "engine/history/event_log.h"

#include <QString>

#include <memory>
#include <string>
#include <string_view>

namespace durascope::models {

/// Anything longer is read away from the window's thread.
inline constexpr std::size_t kReadAtOnceBytes = 256 * 1024;

/// A payload that has been read: the text somebody wrote and, when that is JSON, its value. Immutable and safe to share
/// between threads. The text lies in the log's bytes where it needed no decoding; else it was copied once.
struct PayloadContent
{
    std::shared_ptr<const void> owner; ///< keeps the text alive
    std::string_view text;
    core::JsonView json; ///< Invalid when the text is not JSON

    [[nodiscard]] bool isJson() const { return static_cast<bool>(json); }
};
using PayloadContentPtr = std::shared_ptr<const PayloadContent>;

[[nodiscard]] PayloadContentPtr contentOf(std::string text);
/// Null when the event carries no payload.
[[nodiscard]] PayloadContentPtr contentOf(const std::shared_ptr<const history::EventLog>& log, core::EventIndex event);
/// The object or array that a JSON string holds as text, also when it was encoded several times; null when there is
/// none. `owner` keeps the text of `literal` alive.
[[nodiscard]] PayloadContentPtr contentInside(core::JsonView literal, const std::shared_ptr<const void>& owner);
/// Whether a string literal begins and ends as encoded JSON does: cheap, and wrong now and then.
[[nodiscard]] bool looksLikeJsonInside(core::JsonView literal);

/// The first characters of a string literal, decoded, safe for one line; an ellipsis instead of the rest. Costs what is
/// shown however long the literal is.
[[nodiscard]] QString stringPreview(core::JsonView literal, std::size_t maxCharacters);

} // namespace durascope::models
