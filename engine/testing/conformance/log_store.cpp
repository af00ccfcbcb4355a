// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/log_store.h"

#include <algorithm>
#include <tuple>

namespace durascope::conformance {
namespace {

std::string_view stripped(std::string_view line)
{
    constexpr std::string_view kBlank = " \t\r\n\v\f";
    const std::size_t begin = line.find_first_not_of(kBlank);
    return begin == std::string_view::npos ? std::string_view()
                                           : line.substr(begin, line.find_last_not_of(kBlank) - begin + 1);
}

bool carries(const Value& fields, const char* name, const std::string& arn)
{
    const auto found = fields.find(name);
    return found != fields.end() && found->is_string() && found->get_ref<const std::string&>() == arn;
}

} // namespace

void LogStore::add(std::string_view line, core::Timestamp time)
{
    const std::string_view text = stripped(line);
    Value fields = text.starts_with('{') ? Value::parse(text, nullptr, false) : Value();
    if (!fields.is_object())
        fields = {{"message", text}};
    const std::int64_t millis = std::chrono::floor<std::chrono::milliseconds>(core::Duration(time.micros)).count();
    const std::lock_guard lock(m_mutex);
    m_records.push_back({millis, m_records.size(), std::move(fields)});
}

std::vector<StoredRecord> LogStore::recordsOf(const std::string& executionArn) const
{
    std::vector<StoredRecord> found;
    {
        const std::lock_guard lock(m_mutex);
        for (const StoredRecord& record : m_records) {
            if (carries(record.fields, "durableExecutionArn", executionArn) ||
                carries(record.fields, "executionArn", executionArn))
                found.push_back(record);
        }
    }
    std::sort(found.begin(), found.end(), [](const StoredRecord& a, const StoredRecord& b) {
        return std::tie(a.millis, a.order) < std::tie(b.millis, b.order);
    });
    return found;
}

} // namespace durascope::conformance
