// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/durability/victim.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace durascope::durability {

namespace {

void require(bool works)
{
    if (!works)
        std::abort();
}

/// A process whose standard output is a pipe to this one.
class Victim
{
public:
    explicit Victim(const std::vector<std::string>& command)
    {
        std::array<int, 2> pipe{};
        require(::pipe2(pipe.data(), O_CLOEXEC) == 0);
        m_output = pipe[0];
        posix_spawn_file_actions_t actions;
        require(::posix_spawn_file_actions_init(&actions) == 0);
        require(::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO) == 0);
        std::vector<char*> arguments;
        for (const std::string& argument : command)
            arguments.push_back(const_cast<char*>(argument.c_str())); // execve() takes them so and changes none
        arguments.push_back(nullptr);
        require(::posix_spawn(&m_process, arguments[0], &actions, nullptr, arguments.data(), environ) == 0);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(pipe[1]);
    }
    ~Victim() { ::close(m_output); }
    Victim(const Victim&) = delete;
    Victim& operator=(const Victim&) = delete;

    /// Returns when it has written that many bytes, or its output has ended. Absent: when that has ended.
    void read(std::optional<unsigned> bytes)
    {
        std::array<char, 256> buffer{};
        while (!bytes || *bytes > 0) {
            const std::size_t wanted = bytes ? std::min<std::size_t>(*bytes, buffer.size()) : buffer.size();
            const ssize_t got = ::read(m_output, buffer.data(), wanted);
            if (got == 0)
                return;
            require(got > 0 || errno == EINTR);
            if (bytes && got > 0)
                *bytes -= static_cast<unsigned>(got);
        }
    }
    void kill() { require(::kill(m_process, SIGKILL) == 0); }
    Ending wait()
    {
        int status = 0;
        while (::waitpid(m_process, &status, 0) != m_process)
            require(errno == EINTR);
        if (WIFEXITED(status))
            return {false, WEXITSTATUS(status)};
        return {WTERMSIG(status) == SIGKILL, -1};
    }

private:
    pid_t m_process = -1;
    int m_output = -1;
};

} // namespace

Ending runToTheEnd(const std::vector<std::string>& command)
{
    Victim victim(command);
    victim.read(std::nullopt);
    return victim.wait();
}

Ending runAndKill(const std::vector<std::string>& command, const Shot& shot)
{
    Victim victim(command);
    victim.read(shot.ticks);
    std::this_thread::sleep_for(shot.later);
    victim.kill();
    return victim.wait();
}

} // namespace durascope::durability
