// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/engine.h"
#include "engine/sdk/durable.h"
#include "tests/bench/pairs.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace durascope::bench {

/// Ends the program with that message: a benchmark whose work failed has no figure.
[[noreturn]] void giveUp(const std::string& message);

/// One execution through the whole engine, in time that skips. Quotas are off and pages are large, so that one
/// execution may have any number of operations.
struct EngineRun
{
    durable::Function function;
    durable::Scheduling scheduling = durable::Scheduling::Sequential;
    store::Library* library = nullptr; ///< null: in memory

    /// Seconds from the start of the execution to its stored end; ends the program when it does not succeed.
    [[nodiscard]] double seconds() const;
};

/// A file in the folder DURASCOPE_BENCH_SCRATCH (default: the working folder) that is not there before and is gone afterwards, with what SQLite leaves beside it.
class ScratchFile
{
public:
    explicit ScratchFile(const std::string& name);
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    void remove() const;
    std::filesystem::path m_path;
};

/// A new library whose log is warm: the first commits of a file cost more than all later ones.
class ScratchLibrary
{
public:
    explicit ScratchLibrary(store::Durability durability);
    [[nodiscard]] store::Library& operator*() const { return *m_library; }
    [[nodiscard]] store::Library* operator->() const { return m_library.get(); }
    [[nodiscard]] store::Library* get() const { return m_library.get(); }

private:
    ScratchFile m_file;
    std::unique_ptr<store::Library> m_library;
};

} // namespace durascope::bench
