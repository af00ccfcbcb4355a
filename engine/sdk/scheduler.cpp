// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/scheduler.h"

#include "engine/sdk/unwind.h"
#include "engine/sdk/worker_pool.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace durable::detail {

namespace {
thread_local Strand* t_current = nullptr;

/// A thread may run an invocation inside a step of another one (a plain function that drives an engine, say).
class CurrentStrand
{
public:
    explicit CurrentStrand(Strand* strand)
        : m_before(t_current)
    {
        t_current = strand;
    }
    ~CurrentStrand() { t_current = m_before; }
    CurrentStrand(const CurrentStrand&) = delete;
    CurrentStrand& operator=(const CurrentStrand&) = delete;

private:
    Strand* m_before;
};
} // namespace

Scheduler::Scheduler(std::mutex& mutex, DurableClient& client, const RunOptions& options, Poll& poll)
    : m_mutex(mutex)
    , m_client(client)
    , m_poll(poll)
    , m_sequential(options.scheduling == Scheduling::Sequential)
    , m_maxThreads(std::max(1u, options.maxThreads))
    , m_seed(options.seed)
    , m_random(options.seed)
{
}

Scheduler::~Scheduler() = default;

Strand* Scheduler::current()
{
    return t_current;
}

void Scheduler::run(const std::function<void()>& handler)
{
    const auto root = std::make_shared<Strand>();
    const CurrentStrand guard(root.get());
    Lock lock(m_mutex);
    root->number = m_nextNumber++;
    root->state = Strand::State::Running;
    add(root);
    m_running = 1;
    lock.unlock();
    try {
        handler();
    } catch (const Unwind&) {
    }
    lock.lock();
    endAll(lock);
    // The handler's frame is gone; nobody may be left who refers to it or to this invocation.
    const std::function<bool()> alone = [this] { return m_strands.size() == 1; };
    block(lock, Strand::Wait::Departure, alone);
    root->state = Strand::State::Done;
    m_strands.clear();
    m_running = 0;
}

StrandRef Scheduler::spawn(Lock& lock, std::function<void()> body)
{
    auto strand = std::make_shared<Strand>();
    strand->number = m_nextNumber++;
    strand->body = std::move(body);
    add(strand);
    m_queue.push_back(strand);
    if (!m_sequential)
        changed(lock);
    return strand;
}

bool Scheduler::mustLeave(const Strand& strand) const
{
    return strand.leaving || strand.unwound || m_suspending || m_ending;
}

void Scheduler::leave(Lock& /*lock*/)
{
    if (t_current != nullptr)
        t_current->unwound = true;
    throw Unwind{};
}

void Scheduler::checkMayGoOn(Lock& lock)
{
    if (t_current != nullptr && mustLeave(*t_current))
        leave(lock);
}

void Scheduler::block(Lock& lock, Strand::Wait wait, const std::function<bool()>& ready)
{
    Strand& self = *t_current;
    const bool interruptible = wait != Strand::Wait::Departure;
    for (std::uint32_t polls = 0;;) {
        if (interruptible && mustLeave(self))
            leave(lock);
        if (ready())
            return;
        self.state = Strand::State::Blocked;
        self.wait = wait;
        self.ready = &ready;
        m_blocked.push_back(&self);
        --m_running;
        dispatch(lock);

        const auto delay = wait == Strand::Wait::Operation ? m_client.pollDelay(polls + 1) : std::nullopt;
        StrandRef others = takeWoken();
        lock.unlock();
        wake(std::move(others));
        const bool woken = !delay || self.wake.tryAcquireFor(*delay);
        if (!delay)
            self.wake.acquire();
        lock.lock();
        if (!woken) {
            if (self.state == Strand::State::Running) {
                // Somebody resumed us in this very moment; their token must not be found later.
                lock.unlock();
                self.wake.acquire();
                lock.lock();
            } else {
                resume(self);
                wake(takeWoken());
                self.wake.acquire();
                self.polls = true;
            }
        }
        if (std::exchange(self.polls, false) && !mustLeave(self)) {
            ++polls;
            lock.unlock();
            m_poll.pollService();
            lock.lock();
        }
        if (std::exchange(self.leads, false))
            lead(lock, self);
    }
}

void Scheduler::yield(Lock& lock)
{
    if (!m_sequential || m_seed == 0 || t_current == nullptr)
        return;
    int asked = 0;
    const std::function<bool()> onceBlocked = [&asked] { return asked++ > 0; };
    block(lock, Strand::Wait::Strands, onceBlocked);
}

void Scheduler::awaitStored(Lock& lock, std::uint64_t ticket)
{
    if (ticket <= m_stored)
        return;
    if (t_current == nullptr) {
        store(lock, ticket);
        return;
    }
    // Others may run meanwhile and have something to store, too: all of it goes to the disk together.
    t_current->ticket = ticket;
    const std::function<bool()> stored = [this, ticket] { return m_stored >= ticket; };
    block(lock, Strand::Wait::Storage, stored);
}

/// Stores for every strand that waits for it.
void Scheduler::lead(Lock& lock, Strand& self)
{
    std::uint64_t ticket = self.ticket;
    for (const Strand* other : m_blocked) {
        if (other->wait == Strand::Wait::Storage)
            ticket = std::max(ticket, other->ticket);
    }
    store(lock, ticket);
    m_storing = false;
    changed(lock);
}

void Scheduler::store(Lock& lock, std::uint64_t ticket)
{
    lock.unlock();
    const auto stored = m_client.awaitStored(ticket);
    lock.lock();
    if (!stored)
        m_poll.storageFailed(lock, stored.error());
    else
        m_stored = std::max(m_stored, ticket);
}

void Scheduler::abandon(Lock& lock, Strand& strand)
{
    if (strand.state == Strand::State::Done || strand.leaving)
        return;
    strand.leaving = true;
    if (strand.state == Strand::State::Queued) {
        // Usually the first one: they are abandoned in the order in which they were queued.
        m_queue.erase(std::ranges::find(m_queue, &strand, &StrandRef::get));
        strand.unwound = true;
        strand.state = Strand::State::Done;
        remove(strand);
        return;
    }
    // Stop callbacks are code of the workflow's.
    lock.unlock();
    strand.stop.request_stop();
    lock.lock();
    changed(lock);
}

void Scheduler::awaitDeparture(Lock& lock, const std::vector<StrandRef>& strands)
{
    const std::function<bool()> gone = [&strands] {
        return std::ranges::all_of(strands,
                                   [](const StrandRef& strand) { return strand->state == Strand::State::Done; });
    };
    if (gone())
        return;
    if (t_current != nullptr) {
        block(lock, Strand::Wait::Departure, gone);
        return;
    }
    // A handle that was carried to a thread of the workflow's own and is destroyed there.
    while (!gone()) {
        lock.unlock();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        lock.lock();
    }
}

void Scheduler::endAll(Lock& lock)
{
    m_ending = true;
    std::vector<StrandRef> strands = m_strands;
    std::ranges::sort(strands, {}, &Strand::number);
    for (const StrandRef& strand : strands) {
        if (strand.get() != t_current)
            abandon(lock, *strand);
    }
    changed(lock);
}

void Scheduler::wantPoll(Lock& lock)
{
    m_pollWanted = true;
    changed(lock);
}

void Scheduler::resume(Strand& strand)
{
    std::erase(m_blocked, &strand);
    strand.state = Strand::State::Running;
    strand.ready = nullptr;
    ++m_running;
    strand.nextToWake = std::exchange(m_woken, m_strands[strand.place]);
}

void Scheduler::wake(StrandRef strand)
{
    while (strand) {
        StrandRef next = std::move(strand->nextToWake);
        strand->wake.release();
        strand = std::move(next);
    }
}

void Scheduler::add(StrandRef strand)
{
    strand->place = m_strands.size();
    m_strands.push_back(std::move(strand));
}

/// There may be as many strands as a batch has items, so the last one takes the place.
void Scheduler::remove(Strand& strand)
{
    const std::size_t place = strand.place;
    m_strands[place].swap(m_strands.back());
    m_strands[place]->place = place;
    m_strands.pop_back();
}

/// REQUIRES: some thread is about to run it.
void Scheduler::launch(StrandRef strand)
{
    runOnWorker([this, strand = std::move(strand)]() mutable { work(std::move(strand)); });
}

/// One strand after the other, as long as there is one that only waits for a thread: waking another thread costs more
/// than most steps.
void Scheduler::work(StrandRef strand)
{
    while (strand) {
        {
            const CurrentStrand guard(strand.get());
            try {
                strand->body();
            } catch (const Unwind&) {
            }
            strand->body = nullptr;
        }
        Lock lock(m_mutex);
        StrandRef next = finish(lock, *strand);
        StrandRef woken = takeWoken();
        lock.unlock();
        wake(std::move(woken));
        strand = std::move(next);
    }
}

/// What this thread is to run next; null: nothing, and this scheduler may be gone.
StrandRef Scheduler::finish(Lock& lock, Strand& strand)
{
    strand.state = Strand::State::Done;
    --m_running;
    --m_threads;
    if (strand.evicted)
        --m_departing;
    remove(strand);
    StrandRef next;
    dispatch(lock, &next);
    return next;
}

/// The world's turn is over for one strand so that another one gets its thread.
bool Scheduler::evictOne()
{
    for (Strand* strand : m_blocked) {
        if (strand->wait == Strand::Wait::Operation && strand->number != 0 && !strand->leaving) {
            strand->leaving = true;
            strand->evicted = true;
            m_hasEvicted = true;
            ++m_departing;
            return true;
        }
    }
    return false;
}

Strand* Scheduler::pickReady()
{
    std::size_t count = 0;
    Strand* chosen = nullptr;
    for (Strand* strand : m_blocked) {
        const bool leaves = strand->wait != Strand::Wait::Departure && mustLeave(*strand);
        if (!leaves && !(*strand->ready)())
            continue;
        if (m_seed == 0)
            return strand;
        // Reservoir sampling: each of those that could go on is as likely as the others.
        if (m_random() % ++count == 0)
            chosen = strand;
    }
    return chosen;
}

Strand* Scheduler::pick()
{
    const bool canStart = !m_queue.empty() && !m_suspending && !m_ending;
    const bool startFirst = canStart && m_threads < m_maxThreads && m_seed != 0 && m_random() % 2 == 0;
    if (startFirst)
        return m_queue.front().get();
    if (Strand* const ready = pickReady())
        return ready;
    if (canStart && m_threads < m_maxThreads)
        return m_queue.front().get();
    for (Strand* strand : m_blocked) {
        if (strand->wait == Strand::Wait::Storage && !m_storing) {
            m_storing = true;
            strand->leads = true;
            return strand;
        }
    }
    if (canStart && m_departing < m_queue.size())
        return evictOne() ? pickReady() : m_queue.front().get();
    if (m_pollWanted) {
        for (Strand* strand : m_blocked) {
            if (strand->wait == Strand::Wait::Operation) {
                m_pollWanted = false;
                strand->polls = true;
                return strand;
            }
        }
    }
    return nullptr;
}

void Scheduler::dispatch(Lock& /*lock*/, StrandRef* spare)
{
    while (!m_sequential || m_running == 0) {
        Strand* const next = pick();
        if (next == nullptr) {
            const bool canSuspend = m_running == 0 && !m_suspending && !m_ending && !m_blocked.empty();
            if (!canSuspend)
                return;
            m_suspending = true;
            continue;
        }
        if (next->state == Strand::State::Queued) {
            StrandRef strand = std::move(m_queue.front());
            m_queue.pop_front();
            strand->state = Strand::State::Running;
            ++m_running;
            ++m_threads;
            if (spare != nullptr && !*spare)
                *spare = std::move(strand);
            else
                launch(std::move(strand));
        } else {
            resume(*next);
        }
    }
}

} // namespace durable::detail
