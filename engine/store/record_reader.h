// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/store/connection.h"
#include "engine/store/library.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::store {

/// Questions to a library, each answered from one moment of it. Not thread safe.
class RecordReader
{
public:
    /// The connection must outlive it.
    explicit RecordReader(Connection& connection)
        : m_connection(&connection)
    {
    }

    // As the functions of Library.
    [[nodiscard]] core::Result<std::vector<ExecutionSummary>> list(const ListQuery& query);
    [[nodiscard]] core::Result<std::vector<std::string>> unfinished();
    [[nodiscard]] core::Result<StoredExecution> load(std::string_view arn);
    [[nodiscard]] core::Result<std::string> historyJson(std::string_view arn);

private:
    using Line = std::function<core::Result<void>(std::string_view json)>;
    /// The events in order. Errors: NotFound, Malformed when one is missing.
    [[nodiscard]] core::Result<std::int64_t> eachLine(std::string_view arn, const Line& line);
    [[nodiscard]] core::Result<std::vector<service::Fact>> facts(std::int64_t execution);
    template <typename T>
    [[nodiscard]] core::Result<T> atOneMoment(const std::function<core::Result<T>()>& question);
    [[nodiscard]] core::Error damaged(std::string_view arn, const std::string& what) const;

    Connection* m_connection;
};

} // namespace durascope::store
