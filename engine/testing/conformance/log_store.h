// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/time.h"
#include "engine/testing/conformance/value.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::conformance {

struct StoredRecord
{
    std::int64_t millis = 0; ///< since 1970, as CloudWatch keeps it
    std::uint64_t order = 0; ///< of arrival: tells records of one millisecond apart
    Value fields;            ///< always an object
};

/// What CloudWatch is to a function: takes lines of output, gives them back by execution. Thread safe.
class LogStore
{
public:
    /// A line that is a JSON object gives its members as fields, any other its text as `message`.
    void add(std::string_view line, core::Timestamp time);
    /// The records that carry the ARN as `durableExecutionArn` or `executionArn`, in order.
    [[nodiscard]] std::vector<StoredRecord> recordsOf(const std::string& executionArn) const;

private:
    mutable std::mutex m_mutex;
    std::vector<StoredRecord> m_records;
};

} // namespace durascope::conformance
