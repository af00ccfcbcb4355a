// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/time.h"

#include <cstdint>

namespace durascope::service {

enum class QuotaMode : std::uint8_t { Ignore, Warn, Enforce };

/// Numbers of wire-protocol sections 3, 18 and 24. Defaults are those of September 2026.
struct Limits
{
    std::uint64_t operationPayload =
        1'048'576;                   ///< bytes: STEP, CONTEXT, WAIT, CALLBACK, CHAINED_INVOKE, callback bodies
    std::uint64_t error = 1'048'576; ///< bytes of all members of one error together
    std::uint64_t executionPayload = 6'291'456; ///< bytes: input and result of the execution
    std::uint32_t operations = 3'000;           ///< metered operations of one execution
    std::uint64_t persistedBytes = 100'000'000; ///< payload bytes of one execution, cumulative
    QuotaMode quotas = QuotaMode::Warn;         ///< for the two above
    std::uint32_t checkpointUpdates = 250;      ///< in one request
    std::uint64_t statePageBytes = 5'000'000;   ///< of an invocation event or a state page
    std::uint32_t statePageItems = 1'000;
    std::uint32_t invocationFailures = 5; ///< consecutive crashes before the execution fails; 0: never
    std::uint32_t emptyPending = 1;       ///< PENDING answers with nothing pending before the execution fails
    core::Duration firstRetryDelay = std::chrono::seconds(1); ///< after a failed invocation; doubles
    core::Duration lastRetryDelay = std::chrono::seconds(60);
    /// The text that releases of the AWS SDKs before September 2026 look for has capitals.
    bool oldTokenText = false;

    /// 256 KB payloads and 32 KB errors, as the service was at its start.
    [[nodiscard]] static Limits of2025()
    {
        Limits limits;
        limits.operationPayload = 262'144;
        limits.error = 32'768;
        return limits;
    }
};

} // namespace durascope::service
