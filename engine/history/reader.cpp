// SPDX-License-Identifier: Apache-2.0
#include "engine/history/reader.h"

#include "engine/history/read_session.h"

#include <new>
#include <stdexcept>
#include <utility>

namespace durascope::history {
namespace {

using core::ErrorCode;
using LogResult = core::Result<std::shared_ptr<const EventLog>>;

/// Fills in where the trouble is, and keeps exceptions of the standard library inside.
template <typename Read>
LogResult guarded(const std::string& sourceName, Read&& read)
{
    LogResult result;
    try {
        result = read();
    } catch (const std::bad_alloc&) {
        result = core::fail(ErrorCode::TooLarge, "there is not enough memory to read it");
    } catch (const std::length_error&) {
        result = core::fail(ErrorCode::TooLarge, "there is not enough memory to read it");
    }
    if (!result && result.error().place.source.empty()) {
        result.error().place.source = sourceName;
    }
    return result;
}

} // namespace

LogResult readHistoryFile(const std::string& path, const ReadOptions& options)
{
    return guarded(path == "-" ? "standard input" : path, [&]() -> LogResult {
        auto source = openFile(path, options.stop);
        if (!source) {
            return std::unexpected(std::move(source.error()));
        }
        return readHistory(**source, options);
    });
}

LogResult readHistoryText(std::string text, const std::string& sourceName, const ReadOptions& options)
{
    return guarded(sourceName, [&]() -> LogResult {
        if (isPlainText(text, options.limits)) {
            return readPlainText(std::move(text), options);
        }
        const auto source = openMemory(text);
        return readHistory(*source, options);
    });
}

} // namespace durascope::history
