// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/report.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace durascope::conformance {
namespace {

std::string padded(std::string_view text, std::size_t width)
{
    std::string out(text);
    out.resize(std::max(width, out.size()), ' ');
    return out;
}

std::string paddedNumber(std::size_t number)
{
    constexpr std::size_t kWidth = 9;
    std::string digits = std::to_string(number);
    return std::string(kWidth - std::min(kWidth, digits.size()), ' ') + digits;
}

/// XML knows no control characters but tab and line breaks, not even escaped.
std::string xml(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return out;
}

/// In order of appearance.
std::vector<std::string> suitesOf(const Report& report)
{
    std::vector<std::string> suites;
    for (const RequirementResult& result : report.results) {
        if (std::find(suites.begin(), suites.end(), result.suite) == suites.end())
            suites.push_back(result.suite);
    }
    return suites;
}

Report onlySuite(const Report& report, const std::string& suite)
{
    Report part;
    std::copy_if(report.results.begin(), report.results.end(), std::back_inserter(part.results),
                 [&](const RequirementResult& result) { return result.suite == suite; });
    return part;
}

std::string countsLine(std::string_view title, std::size_t width, const Report& report)
{
    return padded(title, width) + paddedNumber(report.results.size()) + paddedNumber(report.count(Status::Passed)) +
           paddedNumber(report.count(Status::Failed)) + paddedNumber(report.count(Status::Skipped)) + '\n';
}

} // namespace

std::string_view toText(Status status)
{
    switch (status) {
    case Status::Passed:
        return "passed";
    case Status::Failed:
        return "failed";
    case Status::Skipped:
        break;
    }
    return "skipped";
}

std::string RequirementResult::message() const
{
    std::string joined;
    for (const std::string& line : messages)
        joined += (joined.empty() ? "" : "; ") + line;
    return joined;
}

std::size_t Report::count(Status status) const
{
    return static_cast<std::size_t>(std::count_if(results.begin(), results.end(),
                                                  [status](const RequirementResult& r) { return r.status == status; }));
}

std::string reportText(const Report& report)
{
    std::string out;
    for (const RequirementResult& result : report.results) {
        if (result.status == Status::Passed)
            continue;
        out += std::string(toText(result.status)) + ' ' + result.id + " (" + result.suite + ")\n";
        for (const std::string& line : result.messages)
            out += "    " + line + '\n';
    }
    if (!out.empty())
        out += '\n';

    const std::vector<std::string> suites = suitesOf(report);
    std::size_t width = std::string_view("suite").size();
    for (const std::string& suite : suites)
        width = std::max(width, suite.size());
    out += padded("suite", width) + "    total   passed   failed  skipped\n";
    for (const std::string& suite : suites)
        out += countsLine(suite, width, onlySuite(report, suite));
    out += countsLine("all", width, report);
    return out;
}

std::string reportJson(const Report& report)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const RequirementResult& result : report.results) {
        nlohmann::ordered_json entry{{"id", result.id}, {"suite", result.suite}, {"status", toText(result.status)}};
        if (!result.messages.empty())
            entry["message"] = result.message();
        list.push_back(std::move(entry));
    }
    const nlohmann::ordered_json document{{"total", report.results.size()},
                                          {"passed", report.count(Status::Passed)},
                                          {"failed", report.count(Status::Failed)},
                                          {"skipped", report.count(Status::Skipped)},
                                          {"requirements", std::move(list)}};
    return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

std::string reportJunit(const Report& report)
{
    const auto counts = [](const Report& part) {
        return " tests=\"" + std::to_string(part.results.size()) + "\" failures=\"" +
               std::to_string(part.count(Status::Failed)) + "\" skipped=\"" +
               std::to_string(part.count(Status::Skipped)) + '"';
    };
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"conformance\"" + counts(report) + ">\n";
    for (const std::string& suite : suitesOf(report)) {
        const Report part = onlySuite(report, suite);
        out += "  <testsuite name=\"" + xml(suite) + '"' + counts(part) + ">\n";
        for (const RequirementResult& result : part.results) {
            out += "    <testcase classname=\"cpp." + xml(suite) + "\" name=\"" + xml(result.id) + '"';
            if (result.status == Status::Passed) {
                out += "/>\n";
                continue;
            }
            const std::string element = result.status == Status::Failed ? "failure" : "skipped";
            out += "><" + element + " message=\"" + xml(result.message()) + "\"/></testcase>\n";
        }
        out += "  </testsuite>\n";
    }
    return out + "</testsuites>\n";
}

} // namespace durascope::conformance
