// SPDX-License-Identifier: GPL-3.0-or-later
// time_engine WORKFLOW COUNT [full|normal]: the seconds of one execution of it, in memory or with a new library in the
// working folder. For pairs with other programs.
#include "tests/bench/engine_run.h"
#include "tests/bench/workflows.h"

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

using namespace durascope;
using namespace durascope::bench;

namespace {

durable::Function workflow(std::string_view name, int count)
{
    if (name == "steps")
        return sequentialSteps(count);
    if (name == "waits")
        return waits(count);
    if (name == "retries")
        return retriedSteps(count);
    if (name == "map")
        return mapOfSteps(count);
    if (name == "nested")
        return nestedContexts(count, 10);
    giveUp("no such workflow: " + std::string(name));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3 || argc > 4 || std::atoi(argv[2]) <= 0) {
        std::fputs("usage: time_engine steps|waits|retries|map|nested COUNT [full|normal]\n", stderr);
        return 2;
    }
    EngineRun run{.function = workflow(argv[1], std::atoi(argv[2]))};
    std::optional<ScratchLibrary> library;
    if (argc == 4) {
        library.emplace(std::string_view(argv[3]) == "full" ? store::Durability::Full : store::Durability::Normal);
        run.library = library->get();
    }
    std::printf("%.6f\n", run.seconds());
    return 0;
}
