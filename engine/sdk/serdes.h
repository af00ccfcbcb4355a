// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/error.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace durable {

using json = nlohmann::json;

/// Where a value belongs that is being written or read.
struct SerdesContext
{
    std::string_view executionArn;
    std::string_view operationId;   ///< wire id
    std::string_view operationPath; ///< raw path: "2-1"
};

/// How values of one type become the text of a checkpoint and back. An empty function means the default (JSON).
/// `serialize` may answer "no value"; `deserialize` gets it back as such. What either throws fails the operation with a
/// SerdesError: catchable, never retried (architecture section 5). Results are always returned after the round trip,
/// so what `serialize` changes is seen live, too (execution-model section 8).
template <typename T>
struct Serdes
{
    std::function<std::optional<std::string>(const T& value, const SerdesContext& context)> serialize;
    std::function<T(const std::optional<std::string>& text, const SerdesContext& context)> deserialize;
};

namespace detail {

/// What stands for the result of a function: void becomes std::monostate.
template <typename T>
using Stored = std::conditional_t<std::is_void_v<T>, std::monostate, std::remove_cvref_t<T>>;

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

/// `text` must be one JSON value. Throws SerdesError with what is wrong and where.
[[nodiscard]] json parseJsonText(std::string_view text);
[[nodiscard]] std::string dumpJson(const json& value); ///< invalid UTF-8 becomes U+FFFD
[[nodiscard]] std::string quoteText(std::string_view text);
/// The decoded text of a JSON string literal; false when the text is not one.
[[nodiscard]] bool unquoteText(std::string_view text, std::string& out);
[[noreturn]] void throwSerdes(const std::string& message);

template <typename T>
[[nodiscard]] std::optional<std::string> toJsonText(const T& value)
{
    if constexpr (std::same_as<T, std::monostate>)
        return std::nullopt;
    else if constexpr (std::same_as<T, std::nullptr_t>)
        return "null";
    else if constexpr (kIsOptional<T>)
        return value ? toJsonText(*value) : std::optional<std::string>("null");
    else if constexpr (std::same_as<T, bool>)
        return value ? "true" : "false";
    else if constexpr (std::integral<T> && !std::same_as<T, char>)
        return std::to_string(value);
    else if constexpr (std::same_as<T, std::string>)
        return quoteText(value);
    else
        return dumpJson(json(value));
}

template <typename T>
[[nodiscard]] T fromJsonText(const std::string* text) // null: no value
{
    if constexpr (std::same_as<T, std::monostate> || std::same_as<T, std::nullptr_t>) {
        return {};
    } else if constexpr (kIsOptional<T>) {
        if (!text || *text == "null")
            return std::nullopt;
        return T(fromJsonText<typename T::value_type>(text));
    } else if constexpr (std::same_as<T, json>) {
        return text ? parseJsonText(*text) : json();
    } else {
        if (!text)
            throwSerdes("there is no value to read");
        if constexpr (std::same_as<T, std::string>) {
            std::string decoded;
            if (unquoteText(*text, decoded))
                return decoded;
        } else if constexpr (std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>) {
            T number{};
            const char* const end = text->data() + text->size();
            const auto [at, problem] = std::from_chars(text->data(), end, number);
            if (problem == std::errc() && at == end)
                return number;
        }
        try {
            return parseJsonText(*text).template get<T>();
        } catch (const json::exception& exception) {
            throwSerdes(exception.what());
        }
    }
}

/// Whatever user code throws while it writes or reads a value is a SerdesError.
template <typename Call>
decltype(auto) guardSerdes(Call&& call)
{
    try {
        return call();
    } catch (const SerdesError&) {
        throw;
    } catch (const std::exception& exception) {
        throwSerdes(exception.what());
    }
}

template <typename T>
[[nodiscard]] std::optional<std::string> serializeWith(const Serdes<T>& serdes, const T& value,
                                                       const SerdesContext& context)
{
    return guardSerdes([&] { return serdes.serialize ? serdes.serialize(value, context) : toJsonText(value); });
}

[[nodiscard]] inline std::optional<std::string> optionalText(const durascope::core::Payload& text)
{
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

template <typename T>
[[nodiscard]] T deserializeWith(const Serdes<T>& serdes, const durascope::core::Payload& text,
                                const SerdesContext& context)
{
    return guardSerdes([&] {
        return serdes.deserialize ? serdes.deserialize(optionalText(text), context) : fromJsonText<T>(text.get());
    });
}

} // namespace detail

/// JSON, the default, spelled out.
template <typename T>
[[nodiscard]] Serdes<T> jsonSerdes()
{
    return {[](const T& value, const SerdesContext&) { return detail::toJsonText(value); },
            [](const std::optional<std::string>& text, const SerdesContext&) {
                return detail::fromJsonText<T>(text ? &*text : nullptr);
            }};
}
/// The text itself, without quotes.
[[nodiscard]] Serdes<std::string> textSerdes();

} // namespace durable
