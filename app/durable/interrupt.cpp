// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/interrupt.h"

#include "app/durable/atomic_file.h"

#include <chrono>
#include <csignal>
#include <pthread.h>
#include <unistd.h>

namespace durascope::app {

namespace {
constexpr auto kPatience = std::chrono::milliseconds(700);

sigset_t watchedSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&set, signal);
    }
    return set;
}
} // namespace

InterruptWatch::InterruptWatch()
{
    const sigset_t set = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_thread = std::thread([this] { watch(); });
}

InterruptWatch::~InterruptWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_done = true;
    }
    m_ended.notify_all();
    // Wakes the thread if it still waits for a signal; the flag tells it that this one means nothing else.
    pthread_kill(m_thread.native_handle(), SIGTERM);
    m_thread.join();
}

void InterruptWatch::watch()
{
    const sigset_t set = watchedSignals();
    int signal = 0;
    if (sigwait(&set, &signal) != 0) {
        return;
    }
    std::unique_lock lock(m_mutex);
    if (m_done) {
        return;
    }
    m_signal = signal;
    lock.unlock();
    m_stop.request_stop();
    lock.lock();
    if (!m_ended.wait_for(lock, kPatience, [this] { return m_done; })) {
        AtomicFile::removePending();
        ::_exit(exitCodeOfSignal(signal));
    }
}

int exitCodeOfSignal(int signal)
{
    constexpr int kSignalBase = 128;
    return kSignalBase + signal;
}

} // namespace durascope::app
