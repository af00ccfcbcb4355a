// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/worker_pool.h"

#include "engine/sdk/signal.h"

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace durable::detail {

namespace {

class WorkerPool
{
public:
    ~WorkerPool()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closing = true;
        }
        for (const auto& worker : m_workers) {
            worker->wake.release();
            worker->thread.join();
        }
    }

    void run(std::function<void()> task)
    {
        Worker* worker = nullptr;
        {
            const std::lock_guard lock(m_mutex);
            if (m_idle.empty()) {
                m_workers.push_back(std::make_unique<Worker>());
                worker = m_workers.back().get();
                worker->thread = std::thread([this, worker] { serve(*worker); });
            } else {
                // The one that became idle last has the warmest cache.
                worker = m_idle.back();
                m_idle.pop_back();
            }
            worker->task = std::move(task);
        }
        worker->wake.release();
    }

private:
    struct Worker
    {
        std::thread thread;
        Signal wake;
        std::function<void()> task;
    };

    void serve(Worker& worker)
    {
        for (;;) {
            worker.wake.acquire();
            std::function<void()> task;
            {
                const std::lock_guard lock(m_mutex);
                task = std::move(worker.task);
                worker.task = nullptr;
                if (!task && m_closing)
                    return;
            }
            task();
            task = nullptr; // what it holds must be gone before anybody is told that the thread is free
            const std::lock_guard lock(m_mutex);
            m_idle.push_back(&worker);
        }
    }

    std::mutex m_mutex;
    bool m_closing = false;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::vector<Worker*> m_idle;
};

} // namespace

void runOnWorker(std::function<void()> task)
{
    static WorkerPool pool;
    pool.run(std::move(task));
}

} // namespace durable::detail
