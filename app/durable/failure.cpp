// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/failure.h"

#include "app/durable/cell.h"
#include "engine/core/json_view.h"

namespace durascope::app {

int exitCodeOf(core::ErrorCode code)
{
    switch (code) {
    case core::ErrorCode::Usage:
        return kExitUsage;
    case core::ErrorCode::Cancelled:
        return kExitCancelled;
    case core::ErrorCode::NotFound:
    case core::ErrorCode::Unreadable:
    case core::ErrorCode::Malformed:
    case core::ErrorCode::TooLarge:
    case core::ErrorCode::Unsupported:
        break;
    }
    return kExitUnreadable;
}

int report(Terminal& terminal, const core::Error& error, ErrorStyle style)
{
    if (style == ErrorStyle::Json) {
        const std::string message = error.remedy.empty() ? error.message : error.message + "; " + error.remedy;
        terminal.err << R"({"error":)" << core::quoteJson(error.word()) << R"(,"message":)" << core::quoteJson(message)
                     << R"(,"where":)" << core::quoteJson(error.where()) << "}\n";
    } else {
        terminal.err << "durable: " << shown(terminal, error.text()) << '\n';
    }
    terminal.err.flush();
    return exitCodeOf(error.code);
}

} // namespace durascope::app
