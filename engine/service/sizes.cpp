// SPDX-License-Identifier: Apache-2.0
#include "engine/service/sizes.h"

#include "engine/core/text.h"

#include <algorithm>
#include <limits>

namespace durascope::service {
namespace {

std::uint64_t sizeOf(const std::optional<std::string>& text)
{
    return text ? text->size() : 0;
}

std::uint64_t quotedSizeOf(const core::Payload& payload)
{
    return payload ? quotedSize(*payload) : 0;
}

void makeValid(std::optional<std::string>& text)
{
    if (text && !core::isValidUtf8(*text))
        text = core::toValidUtf8(*text);
}

bool isValid(const std::optional<std::string>& text)
{
    return !text || core::isValidUtf8(*text);
}

} // namespace

std::uint64_t errorSize(const core::ErrorRef& error)
{
    if (!error)
        return 0;
    std::uint64_t size = sizeOf(error->message) + sizeOf(error->type) + sizeOf(error->data);
    if (error->stackTrace) {
        for (const std::string& line : *error->stackTrace)
            size += line.size();
    }
    return size;
}

std::string errorTooLarge(std::uint64_t limit)
{
    return "Error object size must be less than or equal to " + std::to_string(limit) + " bytes.";
}

std::uint64_t quotedSize(std::string_view text)
{
    std::uint64_t escaped = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        escaped += static_cast<std::uint64_t>(byte == '"') + static_cast<std::uint64_t>(byte == '\\') +
                   5 * static_cast<std::uint64_t>(byte < 0x20);
    }
    return text.size() + escaped + 2;
}

std::uint32_t wireSize(const core::Operation& operation)
{
    constexpr std::uint64_t kMembers = 220; // names of members, times, status, type
    std::uint64_t size = kMembers + operation.id().size() + sizeOf(operation.identity->parentId) +
                         operation.name().size() + operation.subType().size() + sizeOf(operation.callbackId);
    size += quotedSizeOf(operation.input) + quotedSizeOf(operation.result) + 2 * errorSize(operation.error);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(size, std::numeric_limits<std::uint32_t>::max()));
}

core::Payload validText(core::Payload payload)
{
    if (!payload || core::isValidUtf8(*payload))
        return payload;
    return core::payload(core::toValidUtf8(*payload));
}

core::ErrorRef validText(core::ErrorRef error)
{
    if (!error)
        return error;
    const bool stackIsValid = !error->stackTrace || std::ranges::all_of(*error->stackTrace, core::isValidUtf8);
    if (isValid(error->message) && isValid(error->type) && isValid(error->data) && stackIsValid)
        return error;
    core::ErrorObject copy = *error;
    makeValid(copy.message);
    makeValid(copy.type);
    makeValid(copy.data);
    if (copy.stackTrace) {
        for (std::string& line : *copy.stackTrace)
            line = core::toValidUtf8(line);
    }
    return core::errorRef(std::move(copy));
}

} // namespace durascope::service
