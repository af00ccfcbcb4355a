// SPDX-License-Identifier: Apache-2.0
#include "engine/history/redactor.h"

#include "engine/core/text.h"

#include <algorithm>
#include <array>
#include <exception>
#include <openssl/evp.h>
#include <random>

namespace durascope::history {

using core::JsonKind;
using core::JsonView;

namespace {
constexpr std::string_view kArn = "arn:";
constexpr std::size_t kAccountDigits = 12;
constexpr int kFieldsBeforeAccount = 3; // partition, service, region

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Where the account number of the ARN that starts at `begin` stands; npos when it has none.
std::size_t accountOfArn(std::string_view text, std::size_t begin)
{
    std::size_t i = begin + kArn.size();
    for (int field = 0; field < kFieldsBeforeAccount; ++field) {
        const std::size_t colon = text.find_first_of(": \t\n\"", i);
        if (colon == std::string_view::npos || text[colon] != ':') {
            return std::string_view::npos;
        }
        i = colon + 1;
    }
    const std::string_view account = text.substr(i, kAccountDigits);
    const bool isNumber = account.size() == kAccountDigits && std::all_of(account.begin(), account.end(), isDigit);
    const bool endsThere = i + kAccountDigits >= text.size() || !isDigit(text[i + kAccountDigits]);
    return isNumber && endsThere ? i : std::string_view::npos;
}

const char* wordOf(JsonKind kind)
{
    switch (kind) {
    case JsonKind::Null:
        return "null";
    case JsonKind::True:
    case JsonKind::False:
        return "boolean";
    case JsonKind::Number:
        return "number";
    default:
        return "string";
    }
}

bool isContainer(JsonView value)
{
    return value.kind == JsonKind::Object || value.kind == JsonKind::Array;
}
} // namespace

void Redactor::scrub(JsonView value, JsonWriter& out, std::uint32_t depth) const
{
    if (isContainer(value) && depth >= core::kMaxJsonDepth) {
        // Opened strings can add levels that no single text may have; deeper ones are marked whole.
        out.string(mark(value.text));
    } else if (value.kind == JsonKind::Object) {
        out.beginObject();
        core::forEachMember(value, [&](std::string_view key, JsonView inner) {
            out.key(keptText(key));
            scrub(inner, out, depth + 1);
            return true;
        });
        out.endObject();
    } else if (value.kind == JsonKind::Array) {
        out.beginArray();
        core::forEachElement(value, [&](std::size_t, JsonView inner) {
            scrub(inner, out, depth + 1);
            return true;
        });
        out.endArray();
    } else if (value.kind == JsonKind::String) {
        const std::string text = core::decodeString(value);
        if (!scrubOpened(text, out, depth + 1)) {
            out.string(mark(text));
        }
    } else {
        out.string(markOf(value));
    }
}

void Redactor::scrubPayload(JsonView literal, JsonWriter& out) const
{
    const std::string text = core::decodeString(literal);
    const JsonView inner = core::parseJson(text);
    if (scrubOpened(text, out, 0)) {
        return;
    }
    // A payload that was JSON stays JSON, so that it is still shown as a value and not as raw text.
    out.string(inner ? core::quoteJson(inner.kind == JsonKind::String ? mark(core::decodeString(inner)) : markOf(inner))
                     : mark(text));
}

bool Redactor::scrubOpened(const std::string& text, JsonWriter& out, std::uint32_t depth) const
{
    const JsonView inner = core::parseJson(text);
    if (!isContainer(inner) || depth >= core::kMaxJsonDepth) {
        return false;
    }
    std::string opened;
    JsonWriter inside(
        [&opened](std::string_view piece) {
            opened.append(piece);
            return true;
        },
        0);
    scrub(inner, inside, depth);
    inside.flush();
    out.string(opened);
    return true;
}

std::string Redactor::keptText(std::string_view text) const
{
    std::string result(text);
    for (std::size_t at = text.find(kArn); at != std::string_view::npos; at = text.find(kArn, at + 1)) {
        const std::size_t account = accountOfArn(text, at);
        if (account != std::string_view::npos) {
            result.replace(account, kAccountDigits, kAccountDigits, '0');
        }
    }
    return result;
}

std::string Redactor::keptId(std::string_view id) const
{
    std::string result = keptText(id);
    if (result != id) {
        result += '~' + digest("id", id);
    }
    return result;
}

std::string Redactor::callbackId(std::string_view id) const
{
    return "redacted-callback-" + digest("callback", id);
}

std::string Redactor::mark(std::string_view text) const
{
    return "●●● (string, " + std::to_string(core::characterCount(text)) + ") #" + digest("string", text);
}

std::string Redactor::markOf(JsonView scalar) const
{
    const std::string kind = wordOf(scalar.kind);
    return "●●● (" + kind + ") #" + digest(kind, scalar.text);
}

std::string Redactor::digest(std::string_view kind, std::string_view value) const
{
    // The kind is part of what is hashed: otherwise the number 5 and the text "5" would betray each other.
    std::string input = m_salt;
    input.append(kind).push_back('\0');
    input.append(value);
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int length = 0;
    // Should the library refuse, all marks are alike: that hides more, not less.
    EVP_Digest(input.data(), input.size(), hash.data(), &length, EVP_sha256(), nullptr);

    static constexpr std::string_view kHex = "0123456789abcdef";
    constexpr std::size_t kMarkBytes = 4;
    std::string text;
    for (std::size_t i = 0; i < kMarkBytes; ++i) {
        text += kHex[hash[i] >> 4U];
        text += kHex[hash[i] & 0x0fU];
    }
    return text;
}

std::string randomSalt()
{
    constexpr std::size_t kSaltBytes = 32;
    std::string salt;
    try {
        std::random_device device;
        std::uniform_int_distribution<int> byte(0, 255);
        while (salt.size() < kSaltBytes) {
            salt.push_back(static_cast<char>(byte(device)));
        }
    } catch (const std::exception&) {
        salt.clear(); // said to the caller by being empty
    }
    return salt;
}

} // namespace durascope::history
