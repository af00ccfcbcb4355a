// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/json_view.h"
#include "engine/history/json_writer.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace durascope::history {

/// Takes what people would not show to strangers out of one history and keeps what the history is about. Equal values
/// get equal marks, so that a reader can still see that a result is the input of the next step. Not thread safe.
class Redactor
{
public:
    /// The marks cannot be undone by guessing values as long as nobody knows the salt.
    explicit Redactor(std::string salt)
        : m_salt(std::move(salt))
    {
    }

    /// Any JSON value with every scalar marked and every member name kept. Strings that hold a JSON object or array
    /// are opened and closed again. `depth` counts containers and opened strings together.
    void scrub(core::JsonView value, JsonWriter& out, std::uint32_t depth = 0) const;
    /// The Payload of an input or result: a string literal with JSON or anything else in it.
    void scrubPayload(core::JsonView literal, JsonWriter& out) const;

    /// Text that stays, with the account numbers of the ARNs in it set to zero.
    [[nodiscard]] std::string keptText(std::string_view text) const;
    /// The same for operation ids: two ids that differed still differ.
    [[nodiscard]] std::string keptId(std::string_view id) const;
    [[nodiscard]] std::string callbackId(std::string_view id) const;
    /// "●●● (string, 16) #1f2e3d4c"
    [[nodiscard]] std::string mark(std::string_view text) const;

private:
    [[nodiscard]] std::string markOf(core::JsonView scalar) const;
    [[nodiscard]] std::string digest(std::string_view kind, std::string_view value) const;
    [[nodiscard]] bool scrubOpened(const std::string& text, JsonWriter& out, std::uint32_t depth) const;

    std::string m_salt;
};

/// 32 bytes from the system, or nothing when it has none to give.
[[nodiscard]] std::string randomSalt();

} // namespace durascope::history
