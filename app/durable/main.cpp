// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/command_line.h"
#include "app/durable/failure.h"
#include "app/durable/fd_stream.h"
#include "app/durable/interrupt.h"
#include "app/durable/terminal.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>
#include <vector>

using namespace durascope;

namespace {
std::size_t columnsOfTerminal()
{
    winsize size = {};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

const char* fromEnvironment(const char* name)
{
    return std::getenv(name);
}

int run(const std::vector<std::string>& arguments)
{
    // A reader that goes away (| head) is told by EPIPE and not by a signal, which would skip the tidying up.
    std::signal(SIGPIPE, SIG_IGN);
    const app::InterruptWatch interrupt;
    app::FdStreambuf outBuffer(STDOUT_FILENO);
    std::ostream out(&outBuffer);
    app::Terminal terminal{out, std::cerr};
    terminal.outIsTerminal = ::isatty(STDOUT_FILENO) == 1;
    terminal.errIsTerminal = ::isatty(STDERR_FILENO) == 1;
    terminal.stop = interrupt.token();
    terminal.in = STDIN_FILENO;
    terminal.inIsTerminal = ::isatty(STDIN_FILENO) == 1;
    app::applyEnvironment(terminal, fromEnvironment, terminal.outIsTerminal ? columnsOfTerminal() : 0);

    const int exitCode = app::runCommandLine(arguments, terminal);
    out.flush();
    if (interrupt.signal() != 0) {
        return app::exitCodeOfSignal(interrupt.signal());
    }
    if (outBuffer.error() != 0 && outBuffer.error() != EPIPE && exitCode == app::kExitOk) {
        const std::string reason = std::generic_category().message(outBuffer.error());
        return app::report(terminal,
                           core::Error{core::ErrorCode::Unreadable, "cannot be written: " + reason,
                                       core::Place{"standard output"}, "free some space or write elsewhere"},
                           app::ErrorStyle::Line);
    }
    return exitCode;
}
} // namespace

int main(int argc, char** argv)
{
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::exception& exception) {
        std::cerr << "durable: the work could not be finished: " << exception.what() << '\n';
        return app::kExitUnreadable;
    }
}
