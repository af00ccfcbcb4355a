// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <stop_token>

namespace durascope::models {

/// Work away from the window's thread for one owner. post() runs `work` on the global thread pool; what it answers is
/// called on the owner's thread, unless cancel() was called or the worker has gone since: a delivery may therefore
/// capture the owner that has the Worker as a member, but the work may not touch it.
class Worker : public QObject
{
    Q_OBJECT

public:
    using Delivery = std::function<void()>;
    using Work = std::function<Delivery(const std::stop_token&)>;

    explicit Worker(QObject* parent = nullptr);
    ~Worker() override;

    void post(Work work);
    /// Everything posted so far is forgotten; work under way is asked to stop and its result thrown away.
    void cancel();
    /// Posted and neither delivered nor cancelled.
    [[nodiscard]] int pending() const { return m_pending; }

private:
    struct Gate;
    void deliver(const std::stop_token& stop, const Delivery& delivery);

    std::shared_ptr<Gate> m_gate;
    std::stop_source m_stop;
    int m_pending = 0;
};

} // namespace durascope::models
