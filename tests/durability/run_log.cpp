// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/durability/run_log.h"

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sstream>
#include <unistd.h>

namespace durascope::durability {

namespace {

constexpr std::string_view kEndOfLine = ";"; // what a line that was cut short lacks

std::optional<LogLine> parse(const std::string& text)
{
    std::istringstream words(text);
    std::string kind;
    std::string semantics;
    std::string end;
    LogLine line;
    words >> kind;
    if (kind == "process") {
        line.kind = LogLine::Kind::Process;
    } else if (kind == "body") {
        line.kind = LogLine::Kind::Body;
        words >> line.step >> line.attempt >> semantics;
        line.atMostOnce = semantics == "once";
    } else if (kind == "acknowledged") {
        line.kind = LogLine::Kind::Acknowledged;
        words >> line.step >> line.value;
    } else if (kind == "end") {
        line.kind = LogLine::Kind::End;
        words >> line.value;
    } else {
        return std::nullopt;
    }
    words >> end;
    return words && end == kEndOfLine ? std::optional(line) : std::nullopt;
}

} // namespace

RunLog::RunLog(const std::filesystem::path& file)
    : m_descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644))
{
    if (m_descriptor < 0)
        std::_Exit(3);
}

RunLog::~RunLog()
{
    ::close(m_descriptor);
}

void RunLog::write(const LogLine& line) const
{
    const std::string text = toText(line);
    if (::write(m_descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        std::_Exit(3);
}

std::string toText(const LogLine& line)
{
    std::ostringstream text;
    switch (line.kind) {
    case LogLine::Kind::Process:
        text << "\nprocess"; // the line before may have been cut short
        break;
    case LogLine::Kind::Body:
        text << "body " << line.step << ' ' << line.attempt << (line.atMostOnce ? " once" : " again");
        break;
    case LogLine::Kind::Acknowledged:
        text << "acknowledged " << line.step << ' ' << line.value;
        break;
    case LogLine::Kind::End:
        text << "end " << line.value;
        break;
    }
    text << ' ' << kEndOfLine << '\n';
    return text.str();
}

std::vector<LogLine> readRunLog(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    std::vector<LogLine> lines;
    for (std::string text; std::getline(stream, text);) {
        if (auto line = parse(text))
            lines.push_back(std::move(*line));
    }
    return lines;
}

} // namespace durascope::durability
