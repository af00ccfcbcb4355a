// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace durascope::app {

/// Turns Ctrl+C and its relatives into a stop request. Work that polls the request ends by itself; work that cannot (a
/// read from a terminal, say) is cut off after a moment, without leaving a temporary file behind. Make it before any
/// other thread, so that they inherit the blocked signals.
class InterruptWatch
{
public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }
    /// The signal that came, or 0.
    [[nodiscard]] int signal() const { return m_signal; }

private:
    void watch();

    std::stop_source m_stop;
    std::atomic<int> m_signal{0};
    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_done = false;
    std::thread m_thread;
};

/// As shells report a program that a signal ended.
[[nodiscard]] int exitCodeOfSignal(int signal);

} // namespace durascope::app
