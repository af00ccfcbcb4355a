// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/functions.h"
#include "engine/host/running_invocation.h"
#include "engine/service/execution.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace durascope::host {

/// An execution and what the engine knows of it beside its log. Guarded by the engine's mutex.
struct ExecutionRecord
{
    std::unique_ptr<service::Execution> execution;
    FunctionRef function;
    std::size_t index = 0;          ///< order of start
    bool queued = false;            ///< an invocation of it stands in the job queue
    std::optional<Timestamp> armed; ///< as the timer index has it

    /// Tickets of the library: of what was written last, of what the function or the world outside said last, of the
    /// end.
    std::uint64_t written = 0;
    std::uint64_t told = 0;
    std::uint64_t end = 0;

    /// The chained invoke that started this execution.
    ExecutionRecord* parent = nullptr;
    std::string parentOperation;

    std::vector<std::shared_ptr<RunningInvocation>> running; ///< overtaken ones, too
    std::vector<service::Fact> facts;                        ///< all so far
    std::vector<std::string> warnings;
};

/// The executions of an engine, in order of start. They stay for as long as the engine does.
class ExecutionTable
{
public:
    ExecutionRecord& add(std::unique_ptr<service::Execution> execution, FunctionRef function);
    [[nodiscard]] ExecutionRecord* find(std::string_view arn) const;
    [[nodiscard]] ExecutionRecord& at(std::size_t index) const { return *m_records[index]; }
    [[nodiscard]] const std::vector<std::unique_ptr<ExecutionRecord>>& all() const { return m_records; }
    /// The execution of that name, which is unique among those of a function (wire-protocol section 4 rule 4).
    [[nodiscard]] ExecutionRecord* named(std::string_view function, std::string_view executionName) const;

private:
    std::vector<std::unique_ptr<ExecutionRecord>> m_records;
    std::unordered_map<std::string, ExecutionRecord*> m_byArn;
    std::unordered_map<std::string, ExecutionRecord*> m_byName;
};

} // namespace durascope::host
