// SPDX-License-Identifier: GPL-3.0-or-later
// time_import FILE: the milliseconds of one import in a process of its own, for comparing with other programs.
#include "engine/history/reader.h"
#include "tests/bench/pairs.h"

#include <cstdio>

int main(int argc, char** argv)
{
    using namespace durascope;
    if (argc != 2) {
        std::fputs("usage: time_import FILE\n", stderr);
        return 2;
    }
    std::uint32_t events = 0;
    const double seconds = bench::timed([&] {
        if (const auto log = history::readHistoryFile(argv[1]))
            events = (*log)->eventCount();
        else
            std::fprintf(stderr, "%s\n", log.error().text().c_str());
    });
    if (events == 0)
        return 3;
    std::printf("%.3f\n", seconds * 1000);
    return 0;
}
