// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/engine_run.h"

#include "tests/bench/workflows.h"

#include <cstdio>
#include <cstdlib>
#include <limits>

namespace durascope::bench {

namespace {
constexpr const char* kName = "bench";
constexpr int kWarmingSteps = 300;

std::filesystem::path scratchFolder()
{
    const char* folder = std::getenv("DURASCOPE_BENCH_SCRATCH");
    return folder ? std::filesystem::path(folder) : std::filesystem::current_path();
}
} // namespace

void giveUp(const std::string& message)
{
    std::fprintf(stderr, "benchmark: %s\n", message.c_str());
    std::exit(3);
}

double EngineRun::seconds() const
{
    host::EngineOptions options;
    options.limits.quotas = service::QuotaMode::Ignore;
    options.limits.statePageBytes = std::numeric_limits<std::uint32_t>::max();
    options.limits.statePageItems = std::numeric_limits<std::uint32_t>::max();
    options.scheduling = scheduling;
    options.library = library;
    options.logSink = [](const durable::LogRecord&) {};
    host::Engine engine(std::move(options));
    engine.addFunction({.name = kName}, host::cppHost(function));
    std::string arn;
    const double taken = timed([&] {
        auto started = engine.start({.function = kName, .input = core::payload(std::string("{}")),
                                     .executionName = {}, .executionTimeout = {}, .tenantId = {}});
        if (!started)
            giveUp("the execution does not start: " + started.error().message);
        arn = *started;
        static_cast<void>(engine.drive([] { return false; }));
    });
    const auto view = engine.execution(arn);
    if (!view || view->status != core::OperationStatus::Succeeded)
        giveUp("the execution did not succeed");
    return taken;
}

ScratchFile::ScratchFile(const std::string& name)
    : m_path(scratchFolder() / name)
{
    remove();
}

ScratchFile::~ScratchFile()
{
    remove();
}

void ScratchFile::remove() const
{
    for (const char* suffix : {"", "-wal", "-shm", "-lock"}) {
        std::error_code error;
        std::filesystem::remove(m_path.string() + suffix, error);
    }
}

ScratchLibrary::ScratchLibrary(store::Durability durability)
    : m_file("bench.library")
{
    auto opened = store::Library::open(m_file.path(), {durability, false});
    if (!opened)
        giveUp(opened.error().text());
    m_library = std::move(*opened);
    static_cast<void>(EngineRun{.function = sequentialSteps(kWarmingSteps), .library = m_library.get()}.seconds());
}

} // namespace durascope::bench
