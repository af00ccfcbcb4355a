// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/validation.h"

#include "engine/core/text.h"

#include <algorithm>

namespace durable::detail {
namespace {

bool isPrintableAscii(char c)
{
    return c >= ' ' && c <= '~';
}

} // namespace

void validateName(std::string_view name)
{
    if (name.size() > kMaxNameLength) {
        throw ValidationError("the name of an operation has " + std::to_string(name.size()) +
                              " characters, more than " + std::to_string(kMaxNameLength));
    }
    if (!std::ranges::all_of(name, isPrintableAscii)) {
        throw ValidationError("the name of an operation has characters that are not printable ASCII: \"" +
                              durascope::core::printable(name) + '"');
    }
}

void validateDuration(std::chrono::seconds duration, std::string_view what)
{
    if (duration < std::chrono::seconds(1) || duration > kMaxDuration) {
        throw ValidationError(std::string(what) + ": " + std::to_string(duration.count()) +
                              " s is not between 1 s and " + std::to_string(kMaxDuration.count()) + " s");
    }
}

void validateTimeouts(const CallbackCall& call)
{
    if (call.timeout)
        validateDuration(*call.timeout, "callback timeout");
    if (call.heartbeatTimeout)
        validateDuration(*call.heartbeatTimeout, "callback heartbeat timeout");
}

} // namespace durable::detail
