// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_data.h"

#include "engine/history/reader.h"
#include "tests/bench/history_generator.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace durascope::bench {
namespace {

[[noreturn]] void giveUp(const std::string& message)
{
    std::fprintf(stderr, "benchmark: %s\n", message.c_str());
    std::exit(3);
}

} // namespace

std::string fileOf(const Workload& workload)
{
    const char* folder = std::getenv("DURASCOPE_BENCH_DATA");
    const std::filesystem::path data = folder ? folder : DURASCOPE_BENCH_FOLDER;
    std::filesystem::path path = data / (std::string(workload.name) + ".json");
    std::error_code error;
    if (std::filesystem::exists(path, error))
        return path.string();
    std::filesystem::create_directories(data, error);
    // Under another name until it is whole, so that an interrupted run leaves nothing half written.
    const std::filesystem::path unfinished = path.string() + ".part";
    std::ofstream out(unfinished, std::ios::binary);
    const bool complete = generateHistory({.events = workload.events, .payloadBytes = workload.payloadBytes},
                                          [&](std::string_view piece) { return bool(out << piece); });
    out.close();
    std::filesystem::rename(unfinished, path, error);
    if (!complete || !out || error)
        giveUp("cannot write " + path.string());
    return path.string();
}

std::shared_ptr<const history::EventLog> logOf(const Workload& workload)
{
    auto log = history::readHistoryFile(fileOf(workload));
    if (!log)
        giveUp(log.error().text());
    return *log;
}

} // namespace durascope::bench
