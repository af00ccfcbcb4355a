// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/matcher.h"

#include "engine/testing/conformance/pattern.h"

#include <optional>
#include <string_view>

namespace durascope::conformance {
namespace {

/// The name of a text that is wholly `${NAME}`, whatever the name is made of. `${/…/}` is a regular expression.
std::optional<std::string> placeholderOf(std::string_view text)
{
    constexpr std::string_view kOpen = "${";
    if (text.size() <= kOpen.size() + 1 || !text.starts_with(kOpen) || !text.ends_with('}') || patternOf(text))
        return std::nullopt;
    return std::string(text.substr(kOpen.size(), text.size() - kOpen.size() - 1));
}

class Matcher
{
public:
    explicit Matcher(Bindings& bindings)
        : m_bindings(bindings)
    {
    }

    void event(const Value& expected, const Value& actual);
    [[nodiscard]] std::vector<std::string> takeErrors() { return std::move(m_errors); }

private:
    void match(const Value& expected, const Value& actual, const std::string& path);
    void placeholder(const std::string& name, const Value& actual, const std::string& path);
    void pattern(std::string_view expression, const Value& actual, const std::string& path);
    void members(const Value& expected, const Value& actual, const std::string& path);
    void elements(const Value& expected, const Value& actual, const std::string& path);
    void literal(const Value& expected, const Value& actual, const std::string& path);
    void differs(const std::string& path, const std::string& what) { m_errors.push_back(path + ": " + what); }

    Bindings& m_bindings;
    std::vector<std::string> m_errors;
};

const Value* eventWithId(const Value& events, const Value& id)
{
    const Value* found = nullptr;
    for (const Value& event : events) {
        if (!event.is_object())
            continue;
        const auto own = event.find("EventId");
        if (own != event.end() && pythonEqual(*own, id))
            found = &event; // the last one wins
    }
    return found;
}

void Matcher::event(const Value& expected, const Value& actual)
{
    const auto id = expected.is_object() ? expected.find("EventId") : expected.end();
    if (!expected.is_object() || id == expected.end() || id->is_null()) {
        m_errors.push_back("expected event without EventId: " + shownValue(expected));
        return;
    }
    const std::string path = "event " + pythonText(*id);
    const Value* const found = eventWithId(actual, *id);
    if (!found) {
        differs(path, "there is no such event; expected " + shownValue(expected));
        return;
    }
    match(expected, *found, path);
}

void Matcher::match(const Value& expected, const Value& actual, const std::string& path)
{
    if (expected.is_object() && expected.empty())
        return;
    if (expected.is_string()) {
        const std::string& text = expected.get_ref<const std::string&>();
        if (text == "*")
            return;
        if (const auto name = placeholderOf(text)) {
            placeholder(*name, actual, path);
            return;
        }
        if (const auto expression = patternOf(text)) {
            pattern(*expression, actual, path);
            return;
        }
    }
    if (expected.is_object() && actual.is_object())
        members(expected, actual, path);
    else if (expected.is_array() && actual.is_array())
        elements(expected, actual, path);
    else
        literal(expected, actual, path);
}

void Matcher::placeholder(const std::string& name, const Value& actual, const std::string& path)
{
    const Value* const bound = m_bindings.find(name);
    if (!bound)
        m_bindings.bind(name, actual);
    else if (!pythonEqual(*bound, actual))
        differs(path, "${" + name + "} was " + shownValue(*bound) + " before, but is " + shownValue(actual));
}

void Matcher::pattern(std::string_view expression, const Value& actual, const std::string& path)
{
    const core::Result<bool> found = searchPattern(expression, pythonText(actual));
    if (!found)
        differs(path, found.error().message);
    else if (!*found)
        differs(path, shownValue(actual) + " does not match /" + std::string(expression) + "/");
}

void Matcher::members(const Value& expected, const Value& actual, const std::string& path)
{
    for (const auto& [name, value] : expected.items()) {
        const auto found = actual.find(name);
        if (found == actual.end())
            differs(path + '.' + name, "is not there");
        else
            match(value, *found, path + '.' + name);
    }
}

void Matcher::elements(const Value& expected, const Value& actual, const std::string& path)
{
    if (expected.size() != actual.size()) {
        differs(path,
                "expected " + std::to_string(expected.size()) + " elements, got " + std::to_string(actual.size()));
        return;
    }
    for (std::size_t i = 0; i < expected.size(); ++i)
        match(expected[i], actual[i], path + '[' + std::to_string(i) + ']');
}

void Matcher::literal(const Value& expected, const Value& actual, const std::string& path)
{
    const Value wanted =
        expected.is_string() ? Value(m_bindings.substituteText(expected.get_ref<const std::string&>())) : expected;
    if (!pythonEqual(wanted, actual))
        differs(path, "expected " + shownValue(wanted) + ", got " + shownValue(actual));
}

} // namespace

std::vector<std::string> matchEvents(const Value& expected, const Value& actual, Bindings& bindings)
{
    Matcher matcher(bindings);
    for (const Value& event : expected)
        matcher.event(event, actual);
    return matcher.takeErrors();
}

std::vector<std::string> matchResult(const Value& expected, const std::string& status, const std::string* result,
                                     const Bindings& bindings)
{
    const auto wantedStatus = expected.find("ExecutionStatus");
    if (wantedStatus != expected.end() && !wantedStatus->is_null() && !pythonEqual(*wantedStatus, status))
        return {"status: expected " + shownValue(*wantedStatus) + ", got \"" + status + '"'};
    const auto wantedResult = expected.find("Result");
    if (status != "SUCCEEDED" || wantedResult == expected.end())
        return {};
    Value actual;
    if (result) {
        actual = Value::parse(*result, nullptr, false);
        if (actual.is_discarded())
            actual = *result;
    }
    const Value wanted = bindings.substitute(*wantedResult);
    if (!pythonEqual(wanted, actual))
        return {"result: expected " + shownValue(wanted) + ", got " + shownValue(actual)};
    return {};
}

} // namespace durascope::conformance
