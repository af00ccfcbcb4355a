// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/byte_source.h"
#include "engine/history/reader.h"

namespace durascope::history {

/// Reads a whole history from bytes as they are stored: the engine behind readHistoryFile(), open to any source so
/// that tests can give it one that misbehaves. Errors carry no source name.
[[nodiscard]] core::Result<std::shared_ptr<const EventLog>> readHistory(StoredSource& source,
                                                                        const ReadOptions& options);

/// The text needs no unpacking and no conversion.
[[nodiscard]] bool isPlainText(std::string_view text, const ReaderLimits& limits);
/// Keeps the text as the bytes of the log, without a copy. REQUIRES: isPlainText(text).
[[nodiscard]] core::Result<std::shared_ptr<const EventLog>> readPlainText(std::string text, const ReadOptions& options);

} // namespace durascope::history
