// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/worker.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>
#include <QThreadPool>

#include <atomic>
#include <memory>

using durascope::models::Worker;

class TestWorker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deliversOnTheOwnersThread();
    void forgetsWhatWasCancelled();
    void mayBeDeletedWhileItWorks();
};

void TestWorker::deliversOnTheOwnersThread()
{
    Worker worker;
    QThread* workedOn = nullptr;
    QThread* deliveredOn = nullptr;
    worker.post([&workedOn, &deliveredOn](const std::stop_token&) -> Worker::Delivery {
        workedOn = QThread::currentThread();
        return [&deliveredOn] { deliveredOn = QThread::currentThread(); };
    });
    QCOMPARE(worker.pending(), 1);
    QTRY_COMPARE(worker.pending(), 0);
    QVERIFY(workedOn != nullptr && workedOn != QThread::currentThread());
    QCOMPARE(deliveredOn, QThread::currentThread());
}

void TestWorker::forgetsWhatWasCancelled()
{
    Worker worker;
    QSemaphore begun;
    QSemaphore goOn;
    std::atomic<bool> sawStop = false;
    int delivered = 0;
    worker.post([&](const std::stop_token& stop) -> Worker::Delivery {
        begun.release();
        goOn.acquire();
        sawStop = stop.stop_requested();
        return [&delivered] { ++delivered; };
    });
    begun.acquire();
    worker.cancel();
    QCOMPARE(worker.pending(), 0);
    goOn.release();
    int second = 0;
    worker.post([&second](const std::stop_token&) -> Worker::Delivery { return [&second] { ++second; }; });
    QTRY_COMPARE(second, 1);
    QVERIFY(QThreadPool::globalInstance()->waitForDone());
    QCoreApplication::processEvents();
    QVERIFY(sawStop);
    QCOMPARE(delivered, 0);
}

void TestWorker::mayBeDeletedWhileItWorks()
{
    // Both before and after the work ends: the delivery must neither run nor touch the worker.
    QSemaphore begun;
    QSemaphore goOn;
    int delivered = 0;
    auto worker = std::make_unique<Worker>();
    worker->post([&](const std::stop_token&) -> Worker::Delivery {
        begun.release();
        goOn.acquire();
        return [&delivered] { ++delivered; };
    });
    begun.acquire();
    worker.reset();
    goOn.release();
    QVERIFY(QThreadPool::globalInstance()->waitForDone());

    worker = std::make_unique<Worker>();
    worker->post([&](const std::stop_token&) -> Worker::Delivery { return [&delivered] { ++delivered; }; });
    QVERIFY(QThreadPool::globalInstance()->waitForDone());
    worker.reset(); // its delivery is already in the queue
    QCoreApplication::processEvents();
    QCOMPARE(delivered, 0);
}

QTEST_GUILESS_MAIN(TestWorker)
#include "tst_worker.moc"
