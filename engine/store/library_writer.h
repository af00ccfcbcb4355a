// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/checkpointer.h"
#include "engine/store/commit_queue.h"
#include "engine/store/library_file.h"
#include "engine/store/record_writer.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace durascope::store {

/// The writing half of a library: one connection that the queue hands to one thread at a time, and the thread that
/// keeps its log short. Thread safe. The functions are those of Library.
class LibraryWriter
{
public:
    [[nodiscard]] static core::Result<std::unique_ptr<LibraryWriter>> open(const std::filesystem::path& file,
                                                                           Durability durability);
    /// Stores what is queued; a file that nobody else reads is left without a log.
    ~LibraryWriter();
    LibraryWriter(const LibraryWriter&) = delete;
    LibraryWriter& operator=(const LibraryWriter&) = delete;

    [[nodiscard]] CommitQueue& queue() { return m_queue; }
    [[nodiscard]] core::Result<void> remove(std::string_view arn);
    [[nodiscard]] core::Result<std::int64_t> removeEndedBefore(core::Timestamp time);

private:
    LibraryWriter(WritableFile file, RecordWriter records, std::unique_ptr<Connection> beside);
    [[nodiscard]] core::Result<void> writeGroup(std::span<const EncodedRecord> group);
    [[nodiscard]] core::Result<std::int64_t> removeSome(core::Timestamp time);

    WritableFile m_file;
    RecordWriter m_records;
    CommitQueue m_queue;
    std::unique_ptr<Checkpointer> m_checkpointer;
};

} // namespace durascope::store
