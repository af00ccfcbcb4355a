// SPDX-License-Identifier: Apache-2.0
#include "engine/store/library.h"

#include "engine/store/library_file.h"
#include "engine/store/library_writer.h"
#include "engine/store/record_reader.h"

#include <mutex>
#include <system_error>

namespace durascope::store {
struct Library::Private
{
    std::filesystem::path name;             ///< as it was given, for people
    std::filesystem::path path;             ///< where it is
    std::unique_ptr<LibraryWriter> writing; ///< null when opened for reading only
    std::mutex readMutex;
    std::unique_ptr<Connection> reading;

    [[nodiscard]] core::Error readOnlyError() const
    {
        return core::Error{core::ErrorCode::Usage, "is open for reading only", core::Place{name.string()}, {}};
    }

    /// Places the question when the library is still to be trusted.
    template <typename Question>
    [[nodiscard]] auto ask(const Question& question) -> decltype(question(std::declval<RecordReader&>()))
    {
        if (writing) {
            if (auto failure = writing->queue().failure())
                return std::unexpected(std::move(*failure));
        }
        const std::lock_guard lock(readMutex);
        RecordReader reader(*reading);
        return question(reader);
    }
};

core::Result<std::unique_ptr<Library>> Library::open(const std::filesystem::path& file, OpenOptions options)
{
    auto data = std::make_unique<Private>();
    data->name = file;
    // One library, one name: the lock and SQLite's log stand beside the file that links lead to.
    std::error_code code;
    data->path = std::filesystem::weakly_canonical(std::filesystem::absolute(file), code);
    if (code)
        return core::fail(core::ErrorCode::Unreadable, "cannot be opened: " + code.message(),
                          core::Place{file.string()});
    if (!options.readOnly) {
        auto writing = LibraryWriter::open(data->path, options.durability);
        if (!writing)
            return std::unexpected(writing.error());
        data->writing = std::move(*writing);
    }
    auto reading = openForReading(data->path);
    if (!reading)
        return std::unexpected(reading.error());
    data->reading = std::move(*reading);
    return std::unique_ptr<Library>(new Library(std::move(data)));
}

Library::Library(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}

Library::~Library()
{
    if (d->writing)
        d->reading.reset(); // before the last connection, which tidies up
    else
        closeReader(std::move(d->reading), d->path);
}

std::uint64_t Library::write(Record record)
{
    return d->writing ? d->writing->queue().push(encode(std::move(record))) : 1;
}

core::Result<void> Library::commit(std::uint64_t ticket)
{
    return d->writing ? d->writing->queue().commit(ticket) : std::unexpected(d->readOnlyError());
}

core::Result<void> Library::commitAll()
{
    return d->writing ? d->writing->queue().commitAll() : std::unexpected(d->readOnlyError());
}

std::uint64_t Library::committed() const
{
    return d->writing ? d->writing->queue().committed() : 0;
}

core::Result<std::vector<ExecutionSummary>> Library::list(const ListQuery& query)
{
    return d->ask([&](RecordReader& reader) { return reader.list(query); });
}

core::Result<std::vector<std::string>> Library::unfinished()
{
    return d->ask([](RecordReader& reader) { return reader.unfinished(); });
}

core::Result<StoredExecution> Library::load(std::string_view arn)
{
    return d->ask([&](RecordReader& reader) { return reader.load(arn); });
}

core::Result<std::string> Library::historyJson(std::string_view arn)
{
    return d->ask([&](RecordReader& reader) { return reader.historyJson(arn); });
}

core::Result<std::int64_t> Library::removeEndedBefore(core::Timestamp time)
{
    return d->writing ? d->writing->removeEndedBefore(time) : std::unexpected(d->readOnlyError());
}

core::Result<void> Library::remove(std::string_view arn)
{
    return d->writing ? d->writing->remove(arn) : std::unexpected(d->readOnlyError());
}

const std::filesystem::path& Library::file() const
{
    return d->name;
}

std::uint64_t Library::commits() const
{
    return d->writing ? d->writing->queue().groups() : 0;
}

} // namespace durascope::store
