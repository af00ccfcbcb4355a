// SPDX-License-Identifier: Apache-2.0
#include "engine/host/executions.h"

#include "engine/core/ids.h"

namespace durascope::host {
namespace {

std::string nameKey(std::string_view function, std::string_view executionName)
{
    std::string key(function);
    key += '/';
    key += executionName;
    return key;
}

} // namespace

ExecutionRecord& ExecutionTable::add(std::unique_ptr<service::Execution> execution, FunctionRef function)
{
    auto record = std::make_unique<ExecutionRecord>();
    record->execution = std::move(execution);
    record->function = std::move(function);
    record->index = m_records.size();
    const std::string& arn = record->execution->arn();
    m_byArn.insert_or_assign(arn, record.get());
    if (const std::optional<core::ExecutionArn> parts = core::parseExecutionArn(arn))
        m_byName.insert_or_assign(nameKey(parts->functionName, parts->executionName), record.get());
    m_records.push_back(std::move(record));
    return *m_records.back();
}

ExecutionRecord* ExecutionTable::find(std::string_view arn) const
{
    const auto found = m_byArn.find(std::string(arn));
    return found == m_byArn.end() ? nullptr : found->second;
}

ExecutionRecord* ExecutionTable::named(std::string_view function, std::string_view executionName) const
{
    const auto found = m_byName.find(nameKey(function, executionName));
    return found == m_byName.end() ? nullptr : found->second;
}

} // namespace durascope::host
