// SPDX-License-Identifier: Apache-2.0
#include "engine/store/library_writer.h"

#include "engine/store/retention.h"

namespace durascope::store {

core::Result<std::unique_ptr<LibraryWriter>> LibraryWriter::open(const std::filesystem::path& file,
                                                                 Durability durability)
{
    auto opened = openForWriting(file, durability);
    if (!opened)
        return std::unexpected(opened.error());
    auto records = RecordWriter::open(*opened->connection);
    if (!records)
        return std::unexpected(records.error());
    auto beside = Connection::open(file, Access::Write);
    if (!beside)
        return std::unexpected(beside.error());
    // A connection that has not read yet does not know that there is a log, and would copy nothing.
    if (const auto read = (*beside)->integer("PRAGMA user_version"); !read)
        return std::unexpected(read.error());
    opened->connection->leaveLogOnClose(false); // from here on it is ours
    return std::unique_ptr<LibraryWriter>(
        new LibraryWriter(std::move(*opened), std::move(*records), std::move(*beside)));
}

LibraryWriter::LibraryWriter(WritableFile file, RecordWriter records, std::unique_ptr<Connection> beside)
    : m_file(std::move(file))
    , m_records(std::move(records))
    , m_queue([this](std::span<const EncodedRecord> group) { return writeGroup(group); })
    , m_checkpointer(std::make_unique<Checkpointer>(std::move(beside), m_queue))
{
}

LibraryWriter::~LibraryWriter()
{
    // Who wants to know whether the rest was stored asks commitAll() before.
    (void)m_queue.commitAll();
    m_checkpointer.reset();
    // Where readers in other processes hold the log, it stays, and the next writer finds it: nothing is lost by it.
    m_file.connection->setBusyTimeout(0);
    (void)m_file.connection->emptyLog();
}

core::Result<void> LibraryWriter::writeGroup(std::span<const EncodedRecord> group)
{
    auto written = m_records.write(group);
    if (written)
        m_checkpointer->logHas(m_file.connection->logFrames());
    return written;
}

core::Result<void> LibraryWriter::remove(std::string_view arn)
{
    if (auto stored = m_queue.commitAll(); !stored)
        return stored;
    return m_queue.alone([&]() -> core::Result<void> {
        auto removed = removeExecution(*m_file.connection, arn);
        if (!removed)
            return removed;
        m_records.forget(arn);
        m_checkpointer->logHas(m_file.connection->logFrames());
        return {};
    });
}

core::Result<std::int64_t> LibraryWriter::removeEndedBefore(core::Timestamp time)
{
    if (auto stored = m_queue.commitAll(); !stored)
        return std::unexpected(stored.error());
    std::int64_t all = 0;
    for (;;) {
        const auto some = removeSome(time);
        if (!some || *some == 0)
            return some ? all : some;
        all += *some;
    }
}

core::Result<std::int64_t> LibraryWriter::removeSome(core::Timestamp time)
{
    std::int64_t count = 0;
    const auto done = m_queue.alone([&]() -> core::Result<void> {
        const auto removed = removeSomeEndedBefore(*m_file.connection, time);
        if (!removed)
            return std::unexpected(removed.error());
        for (const std::string& arn : *removed)
            m_records.forget(arn);
        count = static_cast<std::int64_t>(removed->size());
        m_checkpointer->logHas(m_file.connection->logFrames());
        return {};
    });
    return done ? core::Result<std::int64_t>(count) : std::unexpected(done.error());
}

} // namespace durascope::store
