// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/run_report.h"

#include "app/durable/cell.h"
#include "app/durable/error_json.h"
#include "app/durable/symbols.h"
#include "engine/core/json_view.h"
#include "engine/core/text.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace durascope::app {

using core::OperationStatus;

namespace {
constexpr std::size_t kMaxError = 400;
constexpr std::size_t kMaxWaits = 4;

std::string secondsText(double seconds)
{
    std::array<char, 40> text;
    const int length = std::snprintf(text.data(), text.size(), "%.3f", std::max(seconds, 0.0));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string joined(const std::vector<std::string>& parts)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size() && i < kMaxWaits; ++i) {
        text += (i == 0 ? "" : ", ") + parts[i];
    }
    return parts.size() > kMaxWaits ? text + " and " + std::to_string(parts.size() - kMaxWaits) + " more" : text;
}

std::string endWord(OperationStatus status)
{
    switch (status) {
    case OperationStatus::TimedOut:
        return "timed out";
    case OperationStatus::Stopped:
        return "was stopped";
    default:
        return "failed";
    }
}
} // namespace

std::string statusWord(OperationStatus status)
{
    return status == OperationStatus::Started ? "RUNNING" : std::string(core::toText(status));
}

std::string resultJson(const core::Payload& result)
{
    if (!result) {
        return "null";
    }
    return core::parseJson(*result) ? *result : core::quoteJson(*result);
}

std::string summaryJson(const RunSummary& summary)
{
    const host::Engine::ExecutionView& view = summary.view;
    const core::Duration virtualTime = view.end.value_or(summary.now) - view.start;
    return R"({"status":)" + core::quoteJson(statusWord(view.status)) + R"(,"result":)" + resultJson(view.result) +
           R"(,"error":)" + (view.error ? errorToJson(*view.error) : "null") + R"(,"executionArn":)" +
           core::quoteJson(view.arn) + R"(,"invocations":)" + std::to_string(view.invocations) + R"(,"operations":)" +
           std::to_string(summary.operations) + R"(,"events":)" + std::to_string(summary.events) +
           R"(,"virtualSeconds":)" + secondsText(std::chrono::duration<double>(virtualTime).count()) +
           R"(,"wallSeconds":)" + secondsText(summary.wall.count()) + "}";
}

void printFailure(const RunSummary& summary, Terminal& terminal)
{
    std::string text = "the execution " + endWord(summary.view.status);
    if (summary.view.error) {
        const std::string why =
            errorText(summary.view.error->type.value_or(""), summary.view.error->message.value_or(""), kMaxError);
        text += why.empty() ? "" : ": " + why;
    }
    terminal.err << "durable: " << shown(terminal, text) << '\n' << std::flush;
}

void printWaiting(const std::vector<std::string>& waitingFor, const std::vector<OutsideWorld::OpenCallback>& callbacks,
                  const std::string& arn, ErrorStyle style, Terminal& terminal)
{
    std::string message = "the execution waits for " + (waitingFor.empty() ? "nothing that comes" : joined(waitingFor));
    if (!callbacks.empty()) {
        message += "; answer it with --callback " + core::printable(callbacks.front().label()) + "=JSON";
    }
    if (style == ErrorStyle::Json) {
        terminal.err << R"({"error":"waiting","message":)" << core::quoteJson(message) << R"(,"where":)"
                     << core::quoteJson(arn) << "}\n";
    } else {
        terminal.err << "durable: " << shown(terminal, message) << '\n';
    }
    terminal.err.flush();
}

} // namespace durascope::app
