// SPDX-License-Identifier: Apache-2.0
#include "engine/service/callback_ids.h"

#include "engine/core/ids.h"
#include "engine/service/execution.h"

#include <algorithm>
#include <cstdint>

namespace durascope::service {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void appendText(std::string& cbor, std::string_view text)
{
    constexpr unsigned kText = 3U << 5;
    if (text.size() < 24) {
        cbor += static_cast<char>(kText | text.size());
    } else if (text.size() < 256) {
        cbor += static_cast<char>(kText | 24U);
        cbor += static_cast<char>(text.size());
    } else {
        cbor += static_cast<char>(kText | 25U);
        cbor += static_cast<char>(text.size() >> 8);
        cbor += static_cast<char>(text.size() & 0xff);
    }
    cbor += text;
}

std::string encodeBase64(std::string_view bytes)
{
    std::string result;
    result.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(byte);
        for (count += 8; count >= 6; count -= 6)
            result += kAlphabet[(bits >> (count - 6)) & 63U];
    }
    if (count > 0)
        result += kAlphabet[(bits << (6 - count)) & 63U];
    return result;
}

} // namespace

std::string makeCallbackId(std::string_view executionArn, std::string_view operationId)
{
    std::string bytes = "\x01\xA2"; // a map of two pairs
    appendText(bytes, "e");
    appendText(bytes, executionArn);
    appendText(bytes, "o");
    appendText(bytes, operationId);
    return encodeBase64(bytes);
}

bool isCallbackId(std::string_view text)
{
    constexpr std::size_t kMaxLength = 1024;
    const std::string_view id = withoutPadding(text);
    return !id.empty() && text.size() <= kMaxLength && text.size() - id.size() <= 2 &&
           id.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::string_view withoutPadding(std::string_view callbackId)
{
    return callbackId.substr(0, callbackId.find_last_not_of('=') + 1);
}

std::optional<std::string> executionOfCallback(std::string_view callbackId)
{
    return isCallbackId(callbackId) ? core::executionArnOfCallbackId(callbackId) : std::nullopt;
}

} // namespace durascope::service
