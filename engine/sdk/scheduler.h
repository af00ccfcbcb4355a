// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/client.h"
#include "engine/sdk/function.h"
#include "engine/sdk/signal.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <random>
#include <stop_token>
#include <utility>
#include <vector>

namespace durable::detail {

/// One line of execution within an invocation: the handler, a branch of a batch, something started. Its fields belong
/// to the Scheduler and are guarded by the invocation's mutex.
struct Strand
{
    enum class State : std::uint8_t { Queued, Running, Blocked, Done };
    enum class Wait : std::uint8_t {
        Operation, ///< for the world: an operation of the log has to move
        Strands,   ///< for other strands
        Departure, ///< for other strands that are leaving; not to be interrupted
        Storage,   ///< for a ticket
    };

    std::uint32_t number = 0;
    State state = State::Queued;
    std::function<void()> body;
    Signal wake;
    std::stop_source stop;

    Wait wait = Wait::Operation;
    const std::function<bool()>* ready = nullptr; ///< while Blocked
    std::uint64_t ticket = 0;                     ///< Wait::Storage
    bool leads = false;                           ///< resumed to do the storing for all
    bool polls = false;                           ///< resumed to ask the service for news
    bool leaving = false;                         ///< abandoned or evicted: every further durable call unwinds
    bool evicted = false;                         ///< … for its thread
    bool unwound = false;                         ///< Unwind was thrown in it: it has no outcome
    std::size_t place = 0;                        ///< in the list of strands that are not done
    std::shared_ptr<Strand> nextToWake;           ///< resumed at the same time, but not yet woken
};
using StrandRef = std::shared_ptr<Strand>;

/// Decides which strand of an invocation runs, and when the invocation can only wait (execution-model section 3.4): no
/// strand runs or could run, none waits for storage, and at least one waits for the world. Then every strand is
/// unwound.
///
/// Sequential: one strand at a time, switched only where strands block, in an order made by the seed. Concurrent: all
/// at once. Strands other than the handler run on worker threads; beyond `maxThreads` a strand that waits for the world
/// is unwound to give its thread to one that can work, and its line of code goes on in the next run.
///
/// All functions are called with the invocation's mutex held through `lock`, unless they say otherwise.
class Scheduler
{
public:
    using Lock = std::unique_lock<std::mutex>;
    struct Poll
    {
        virtual ~Poll() = default;
        virtual void pollService() = 0;                                        ///< without the mutex; never throws
        virtual void storageFailed(Lock& lock, const ServiceError& error) = 0; ///< must endAll()
    };

    Scheduler(std::mutex& mutex, DurableClient& client, const RunOptions& options, Poll& poll);
    ~Scheduler();

    /// Runs the handler on this thread as the first strand, and then everybody else out. Without the mutex.
    void run(const std::function<void()>& handler);
    /// The strand that runs on this thread; null on foreign threads.
    [[nodiscard]] static Strand* current();

    /// Queues a strand; it starts when the current one blocks, or at once on another thread.
    [[nodiscard]] StrandRef spawn(Lock& lock, std::function<void()> body);
    /// Blocks the current strand until `ready()`, which is asked with the mutex held and whenever something changed.
    /// Throws Unwind when the strand has to leave.
    void block(Lock& lock, Strand::Wait wait, const std::function<bool()>& ready);
    /// Until the ticket is stored; throws Unwind.
    void awaitStored(Lock& lock, std::uint64_t ticket);
    /// Lets the seed decide who goes on. Sequential with a seed only: without one, strands switch where they must.
    void yield(Lock& lock);
    /// Throws Unwind when the current strand has to leave.
    void checkMayGoOn(Lock& lock);
    /// The current strand has nothing more to do in this invocation.
    [[noreturn]] void leave(Lock& lock);
    /// Something happened that blocked strands may be waiting for.
    void changed(Lock& lock)
    {
        dispatch(lock);
        wake(takeWoken());
    }

    /// From now on the strand has no right to record anything; it leaves at its next durable call.
    void abandon(Lock& lock, Strand& strand);
    /// Waits until the strands are done; never throws.
    void awaitDeparture(Lock& lock, const std::vector<StrandRef>& strands);
    /// Everybody leaves: the invocation has failed, or the handler is done.
    void endAll(Lock& lock);
    /// News came from outside: some strand that waits for the world shall ask for them.
    void wantPoll(Lock& lock);
    void noteMerged() { m_pollWanted = false; }

    [[nodiscard]] bool suspended() const { return m_suspending; }
    /// Strands were unwound for lack of threads, so not all that could go on has.
    [[nodiscard]] bool hasEvicted() const { return m_hasEvicted; }

private:
    /// `spare` is a place for a strand that the calling thread will run next; null: it has other work.
    void dispatch(Lock& lock, StrandRef* spare = nullptr);
    [[nodiscard]] Strand* pick();
    [[nodiscard]] Strand* pickReady();
    [[nodiscard]] bool mustLeave(const Strand& strand) const;
    void resume(Strand& strand);
    /// Those resumed since the last time. A thread that wakes needs the mutex at once, so whoever is about to let go of
    /// it wakes them afterwards.
    [[nodiscard]] StrandRef takeWoken() { return std::exchange(m_woken, nullptr); }
    static void wake(StrandRef strand);
    void add(StrandRef strand);
    void remove(Strand& strand);
    void launch(StrandRef strand);
    void work(StrandRef strand);
    [[nodiscard]] StrandRef finish(Lock& lock, Strand& strand);
    bool evictOne();
    void lead(Lock& lock, Strand& self);
    void store(Lock& lock, std::uint64_t ticket);

    std::mutex& m_mutex;
    DurableClient& m_client;
    Poll& m_poll;
    const bool m_sequential;
    const unsigned m_maxThreads; ///< soft: passed when every strand waits for others
    const std::uint64_t m_seed;
    std::mt19937_64 m_random;

    std::vector<StrandRef> m_strands; ///< not Done, in no order
    std::vector<Strand*> m_blocked;   ///< in order of blocking
    std::deque<StrandRef> m_queue;
    StrandRef m_woken; ///< the first of them
    std::uint32_t m_nextNumber = 0;
    unsigned m_running = 0;
    unsigned m_threads = 0;   ///< worker threads in use
    unsigned m_departing = 0; ///< of those, that evicted strands are about to give back
    std::uint64_t m_stored = 0;
    bool m_storing = false; ///< some strand does it for all
    bool m_suspending = false;
    bool m_ending = false;
    bool m_pollWanted = false;
    bool m_hasEvicted = false;
};

} // namespace durable::detail
