// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/byte_source.h"
#include "engine/history/reader.h"

#include <memory>
#include <string_view>

namespace durascope::history {

enum class Compression : std::uint8_t { None, Gzip, Zstd, Other };

/// By the first bytes, never by a file's name. Other: a packed form that is known but not read.
[[nodiscard]] Compression compressionOf(std::string_view head);
/// The program that unpacks a form of kind Other: "unzip", "bunzip2", …; empty for the rest.
[[nodiscard]] std::string_view unpackerOf(std::string_view head);

/// Unpacks gzip (all members of a file) or zstd (all frames). Fails with TooLarge as soon as the output passes the
/// expansion that `limits` allow. `below` must outlive it.
[[nodiscard]] std::unique_ptr<ByteSource> decompress(ByteSource& below, Compression compression,
                                                     const ReaderLimits& limits);

} // namespace durascope::history
