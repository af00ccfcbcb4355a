// SPDX-License-Identifier: Apache-2.0
#include "engine/history/text_form.h"

#include "engine/history/name_table.h"

#include <algorithm>
#include <array>

namespace durascope::history {
namespace {

constexpr std::size_t kHead = std::size_t{16} * 1024;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isBlank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

template <typename Visit>
void forEachLine(std::string_view text, Visit&& visit)
{
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (!visit(text.substr(0, end))) {
            return;
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

bool isTableRule(std::string_view line)
{
    constexpr std::size_t kShortestRule = 5; // "---" begins a YAML document
    return line.size() >= kShortestRule && line.find_first_not_of("-+") == std::string_view::npos;
}

bool looksLikeTable(std::string_view head)
{
    std::size_t rules = 0;
    std::size_t rows = 0;
    forEachLine(head, [&](std::string_view line) {
        line = trimmed(line);
        rules += isTableRule(line) ? 1 : 0;
        rows += line.starts_with('|') && line.ends_with('|') ? 1 : 0;
        return true;
    });
    return rules > 0 && rows > 0;
}

/// Lines such as "EVENTS<tab>1<tab>…" and "STEPSTARTEDDETAILS".
bool looksLikeText(std::string_view head)
{
    bool found = false;
    forEachLine(head, [&](std::string_view line) {
        const std::string_view word = line.substr(0, line.find_first_of("\t\r"));
        const bool upper = !word.empty() && std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
        found = upper && (word == "EVENTS" || word.ends_with("DETAILS"));
        return !found;
    });
    return found;
}

/// The key of a line `key: value` or `- key: value`; empty for other lines.
std::string_view yamlKey(std::string_view line)
{
    line = trimmed(line);
    while (line.starts_with("- ")) {
        line = trimmed(line.substr(2));
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || (colon + 1 < line.size() && !isBlank(line[colon + 1]))) {
        return {};
    }
    std::string_view key = line.substr(0, colon);
    if (key.size() >= 2 && (key.front() == '"' || key.front() == '\'') && key.back() == key.front()) {
        key = key.substr(1, key.size() - 2);
    }
    return std::ranges::all_of(key, isWordCharacter) ? key : std::string_view();
}

bool looksLikeYaml(std::string_view head)
{
    constexpr std::array kTellingKeys{FoldedName("Events"), FoldedName("EventType"), FoldedName("EventId"),
                                      FoldedName("EventTimestamp"), FoldedName("DurableExecutionArn")};
    bool found = false;
    forEachLine(head, [&](std::string_view line) {
        const FoldedName key(yamlKey(line));
        found = std::ranges::find(kTellingKeys, key) != kTellingKeys.end();
        return !found;
    });
    return found;
}

} // namespace

TextForm formOf(std::string_view head)
{
    const std::string_view text = trimmed(head.substr(0, kHead));
    if (text.empty() || text.front() == '{' || text.front() == '[') {
        return TextForm::Json;
    }
    if (text.front() == '<') {
        return TextForm::Markup;
    }
    if (looksLikeTable(text)) {
        return TextForm::AwsTable;
    }
    if (looksLikeText(text)) {
        return TextForm::AwsText;
    }
    return looksLikeYaml(text) ? TextForm::Yaml : TextForm::Json;
}

core::Error refusalOf(TextForm form)
{
    constexpr const char* kDownloadAsJson = "download it again with --output json";
    if (form == TextForm::Markup) {
        return {core::ErrorCode::Malformed, "this is HTML or XML, not a history", {}, kDownloadAsJson};
    }
    const char* const name = form == TextForm::AwsTable ? "table" : "text";
    return {core::ErrorCode::Unsupported,
            std::string("this is ") + name + " output of the AWS CLI, which loses the structure of the events",
            {},
            kDownloadAsJson};
}

} // namespace durascope::history
