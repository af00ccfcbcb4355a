// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/log_matcher.h"

#include "engine/testing/conformance/pattern.h"

#include <tuple>

namespace durascope::conformance {
namespace {

std::string stripped(const std::string& text)
{
    constexpr std::string_view kBlank = " \t\r\n\v\f";
    const std::size_t begin = text.find_first_not_of(kBlank);
    return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

class LogMatcher
{
public:
    explicit LogMatcher(const std::vector<StoredRecord>& records)
        : m_records(records)
    {
    }
    void entry(const Value& entry, std::size_t index);
    [[nodiscard]] std::vector<std::string> takeErrors() { return std::move(m_errors); }

private:
    using Found = std::vector<const StoredRecord*>;

    [[nodiscard]] bool valueMatches(const Value& expected, const Value& actual);
    [[nodiscard]] bool recordMatches(const Value& matcher, const Value& fields);
    [[nodiscard]] Found matching(const Value& matcher);
    void count(const Value& entry, std::size_t found);
    void anchors(const Value& entry, const char* direction, const Found& own);
    void differs(const std::string& what) { m_errors.push_back(m_label + ": " + what); }

    const std::vector<StoredRecord>& m_records;
    std::string m_label;
    std::vector<std::string> m_errors;
};

bool LogMatcher::valueMatches(const Value& expected, const Value& actual)
{
    if (expected.is_string()) {
        const std::string& wanted = expected.get_ref<const std::string&>();
        const std::string text = stripped(pythonText(actual));
        if (wanted.size() < 2 || !wanted.starts_with('/') || !wanted.ends_with('/'))
            return text == stripped(wanted);
        const core::Result<bool> found = searchPattern(std::string_view(wanted).substr(1, wanted.size() - 2), text);
        if (!found)
            differs(found.error().message);
        return found.value_or(false);
    }
    if (expected.is_boolean() || actual.is_boolean())
        return expected.is_boolean() && actual.is_boolean() && expected == actual;
    if (expected.is_number() && actual.is_number())
        return pythonEqual(expected, actual);
    return pythonText(expected) == pythonText(actual);
}

bool LogMatcher::recordMatches(const Value& matcher, const Value& fields)
{
    for (const auto& [name, expected] : matcher.items()) {
        const auto found = fields.find(name);
        if (found == fields.end() || !valueMatches(expected, *found))
            return false;
    }
    return true;
}

LogMatcher::Found LogMatcher::matching(const Value& matcher)
{
    Found found;
    for (const StoredRecord& record : m_records) {
        if (recordMatches(matcher, record.fields))
            found.push_back(&record);
    }
    return found;
}

void LogMatcher::count(const Value& entry, std::size_t found)
{
    const auto number = [&entry](const char* name) -> std::optional<std::int64_t> {
        const auto value = entry.find(name);
        return value != entry.end() && value->is_number_integer() ? std::optional(value->get<std::int64_t>())
                                                                  : std::nullopt;
    };
    const auto exact = number("count");
    auto least = number("min_count");
    const auto most = number("max_count");
    const auto have = static_cast<std::int64_t>(found);
    const std::string got = ", got " + std::to_string(found);
    if (exact) {
        if (have != *exact)
            differs("expected exactly " + std::to_string(*exact) + " records" + got);
        return;
    }
    if (!least && !most)
        least = 1;
    if (least && have < *least)
        differs("expected at least " + std::to_string(*least) + " records" + got);
    if (most && have > *most)
        differs("expected at most " + std::to_string(*most) + " records" + got);
}

void LogMatcher::anchors(const Value& entry, const char* direction, const Found& own)
{
    const auto listed = entry.find(direction);
    if (listed == entry.end() || listed->is_null())
        return;
    const Value anchorList = listed->is_array() ? *listed : Value::array({*listed});
    const auto key = [](const StoredRecord& record) { return std::tie(record.millis, record.order); };
    const bool after = std::string_view(direction) == "after";
    for (const Value& anchor : anchorList) {
        if (!anchor.is_object()) {
            differs(std::string(direction) + " must be a map or a list of maps");
            continue;
        }
        const Found anchored = matching(anchor);
        if (anchored.empty())
            differs(std::string("no record is like the anchor ") + direction + ' ' + shownValue(anchor));
        else if (own.empty())
            continue; // said by the count already
        else if (after ? key(*own.front()) < key(*anchored.back()) : key(*own.back()) > key(*anchored.front()))
            differs(std::string("expected all records ") + direction + ' ' + shownValue(anchor));
    }
}

void LogMatcher::entry(const Value& entry, std::size_t index)
{
    m_label = "log " + std::to_string(index);
    const auto matcher = entry.is_object() ? entry.find("match") : entry.end();
    if (!entry.is_object() || matcher == entry.end() || !matcher->is_object() || matcher->empty()) {
        differs("an entry needs a map `match`");
        return;
    }
    m_label += ' ' + shownValue(*matcher);
    const Found own = matching(*matcher);
    count(entry, own.size());
    anchors(entry, "after", own);
    anchors(entry, "before", own);
}

} // namespace

std::vector<std::string> matchLogs(const Value& expected, const std::vector<StoredRecord>& records,
                                   const Bindings& bindings)
{
    LogMatcher matcher(records);
    for (std::size_t i = 0; i < expected.size(); ++i)
        matcher.entry(bindings.substitute(expected[i]), i);
    return matcher.takeErrors();
}

} // namespace durascope::conformance
