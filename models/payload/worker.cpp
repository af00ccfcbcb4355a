// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/worker.h"

#include <QThreadPool>

#include <mutex>
#include <utility>

namespace durascope::models {

/// What the pool's threads know of the worker: nothing once it has gone. The lock keeps it alive while an event is
/// posted to it.
struct Worker::Gate
{
    std::mutex mutex;
    Worker* worker = nullptr;
};

Worker::Worker(QObject* parent)
    : QObject(parent)
    , m_gate(std::make_shared<Gate>())
{
    m_gate->worker = this;
}

Worker::~Worker()
{
    cancel();
    const std::lock_guard lock(m_gate->mutex);
    m_gate->worker = nullptr;
}

void Worker::post(Work work)
{
    ++m_pending;
    QThreadPool::globalInstance()->start([gate = m_gate, stop = m_stop.get_token(), work = std::move(work)] {
        if (stop.stop_requested())
            return;
        Delivery delivery = work(stop);
        const std::lock_guard lock(gate->mutex);
        if (gate->worker == nullptr)
            return;
        QMetaObject::invokeMethod(
            gate->worker,
            [worker = gate->worker, stop, delivery = std::move(delivery)] { worker->deliver(stop, delivery); },
            Qt::QueuedConnection);
    });
}

void Worker::cancel()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_pending = 0;
}

void Worker::deliver(const std::stop_token& stop, const Delivery& delivery)
{
    if (stop.stop_requested())
        return;
    --m_pending;
    if (delivery)
        delivery();
}

} // namespace durascope::models
