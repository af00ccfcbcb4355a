// SPDX-License-Identifier: GPL-3.0-or-later
// time_process PROGRAM [ARGUMENT…]: the seconds from starting it to its end and its peak memory in MB (1 000 000
// bytes), on one line. What it prints is thrown away; when it fails, so does this.
#include "tests/bench/pairs.h"

#include <cstdio>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fputs("usage: time_process PROGRAM [ARGUMENT...]\n", stderr);
        return 2;
    }
    int status = 0;
    rusage use{};
    const double seconds = durascope::bench::timed([&] {
        const pid_t child = ::fork();
        if (child == 0) {
            const int nowhere = ::open("/dev/null", O_WRONLY);
            ::dup2(nowhere, STDOUT_FILENO);
            ::execvp(argv[1], argv + 1);
            ::_exit(127);
        }
        if (child < 0 || ::wait4(child, &status, 0, &use) < 0)
            status = -1;
    });
    if (status != 0) {
        std::fprintf(stderr, "time_process: %s failed\n", argv[1]);
        return 3;
    }
    std::printf("%.6f %.1f\n", seconds, static_cast<double>(use.ru_maxrss) * 1024 / 1e6);
    return 0;
}
