// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/commit_queue.h"

#include <QtTest>

#include <atomic>
#include <latch>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace durascope;
using store::CommitQueue;
using store::EncodedRecord;

namespace {

EncodedRecord recordOf(const std::string& arn)
{
    EncodedRecord record;
    record.arn = arn;
    return record;
}

/// What was written, a list of ARNs a group.
struct Groups
{
    std::vector<std::vector<std::string>> list;

    core::Result<void> add(std::span<const EncodedRecord> records)
    {
        std::vector<std::string>& group = list.emplace_back();
        for (const EncodedRecord& record : records)
            group.push_back(record.arn);
        return {};
    }
};

} // namespace

class TestCommitQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesEverythingQueuedSoFarTogether()
    {
        Groups groups;
        CommitQueue queue([&](std::span<const EncodedRecord> records) { return groups.add(records); });
        QCOMPARE(queue.push(recordOf("a")), 1U);
        QCOMPARE(queue.push(recordOf("b")), 2U);
        QCOMPARE(queue.push(recordOf("c")), 3U);
        QCOMPARE(queue.committed(), 0U);
        QVERIFY(queue.commit(2).has_value());
        QCOMPARE(queue.committed(), 3U);
        QVERIFY(queue.commit(3).has_value());
        QVERIFY(queue.commitAll().has_value());
        QCOMPARE(groups.list, (std::vector<std::vector<std::string>>{{"a", "b", "c"}}));
        QCOMPARE(queue.groups(), 1U);
    }

    void knowsTicketsNeverGivenOut()
    {
        Groups groups;
        CommitQueue queue([&](std::span<const EncodedRecord> records) { return groups.add(records); });
        QVERIFY(queue.commit(7).has_value());
        QVERIFY(groups.list.empty());
        (void)queue.push(recordOf("a"));
        QVERIFY(queue.commit(7).has_value());
        QCOMPARE(groups.list.size(), 1U);
    }

    /// While one group is being written, everybody who comes forms the next one.
    void thoseWhoComeMeanwhileShareTheNextGroup()
    {
        constexpr int kOthers = 6;
        std::latch writing(1);
        std::latch queued(kOthers);
        Groups groups;
        CommitQueue queue([&](std::span<const EncodedRecord> records) {
            if (groups.list.empty()) {
                writing.count_down();
                queued.wait();
            }
            return groups.add(records);
        });
        std::vector<std::jthread> threads;
        const std::uint64_t first = queue.push(recordOf("first"));
        std::atomic<int> stored = 0;
        threads.emplace_back([&] { stored += queue.commit(first).has_value() ? 1 : 0; });
        writing.wait();
        for (int i = 0; i < kOthers; ++i) {
            threads.emplace_back([&, i] {
                const std::uint64_t ticket = queue.push(recordOf(std::to_string(i)));
                queued.count_down();
                stored += queue.commit(ticket).has_value() && queue.committed() >= ticket ? 1 : 0;
            });
        }
        threads.clear();
        QCOMPARE(stored.load(), kOthers + 1);
        QCOMPARE(groups.list.size(), 2U);
        QCOMPARE(groups.list[1].size(), static_cast<std::size_t>(kOthers));
    }

    void manyThreadsLoseNothing()
    {
        constexpr int kThreads = 8;
        constexpr int kRounds = 400;
        Groups groups;
        CommitQueue queue([&](std::span<const EncodedRecord> records) { return groups.add(records); });
        std::atomic<int> stored = 0;
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < kThreads; ++thread) {
                threads.emplace_back([&, thread] {
                    for (int round = 0; round < kRounds; ++round) {
                        const std::uint64_t ticket =
                            queue.push(recordOf(std::to_string(thread) + '/' + std::to_string(round)));
                        stored += queue.commit(ticket).has_value() && queue.committed() >= ticket ? 1 : 0;
                        if (round % 50 == 0)
                            stored += queue.alone([] { return core::Result<void>(); }).has_value() ? 0 : -1;
                    }
                });
            }
        }
        QCOMPARE(stored.load(), kThreads * kRounds);
        std::set<std::string> written;
        for (const auto& group : groups.list)
            written.insert(group.begin(), group.end());
        QCOMPARE(written.size(), static_cast<std::size_t>(kThreads * kRounds));
        QCOMPARE(queue.groups(), groups.list.size());
    }

    void failureStays()
    {
        int calls = 0;
        CommitQueue queue([&](std::span<const EncodedRecord>) -> core::Result<void> {
            if (++calls == 2)
                return core::fail(core::ErrorCode::Unreadable, "the disk is full");
            return {};
        });
        const std::uint64_t good = queue.push(recordOf("good"));
        QVERIFY(queue.commit(good).has_value());
        const std::uint64_t bad = queue.push(recordOf("bad"));
        const auto failed = queue.commit(bad);
        QVERIFY(!failed.has_value());
        QCOMPARE(failed.error().message, std::string("the disk is full"));
        const auto later = queue.commit(queue.push(recordOf("later")));
        QVERIFY(!later.has_value());
        QCOMPARE(later.error().message, failed.error().message);
        QVERIFY(!queue.commitAll().has_value());
        QVERIFY(queue.commit(good).has_value()); // that one is stored, whatever came after it
        QCOMPARE(calls, 2);
        QCOMPARE(queue.committed(), good);
    }

    void failureReachesThoseWhoWait()
    {
        constexpr int kOthers = 4;
        std::latch writing(1);
        std::latch queued(kOthers);
        CommitQueue queue([&](std::span<const EncodedRecord>) -> core::Result<void> {
            writing.count_down();
            queued.wait();
            return core::fail(core::ErrorCode::Unreadable, "broken");
        });
        std::atomic<int> failures = 0;
        std::vector<std::jthread> threads;
        const std::uint64_t first = queue.push(recordOf("first"));
        threads.emplace_back([&] { failures += queue.commit(first).has_value() ? 0 : 1; });
        writing.wait();
        for (int i = 0; i < kOthers; ++i) {
            threads.emplace_back([&] {
                const std::uint64_t ticket = queue.push(recordOf("other"));
                queued.count_down();
                failures += queue.commit(ticket).has_value() ? 0 : 1;
            });
        }
        threads.clear();
        QCOMPARE(failures.load(), kOthers + 1);
    }

    void aloneMeansAlone()
    {
        std::atomic<int> inside = 0;
        std::atomic<bool> met = false;
        std::atomic<bool> failed = false;
        const auto enter = [&] {
            met = met || ++inside != 1;
            std::this_thread::yield();
            --inside;
            return core::Result<void>();
        };
        CommitQueue queue([&](std::span<const EncodedRecord>) { return enter(); });
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread] {
                for (int round = 0; round < 300; ++round) {
                    const bool done = thread % 2 == 0 ? queue.commit(queue.push(recordOf("x"))).has_value()
                                                      : queue.alone(enter).has_value();
                    failed = failed || !done;
                }
            });
        }
        threads.clear();
        QVERIFY(!met);
        QVERIFY(!failed);
    }

    void whatFailsAloneFailsAlone()
    {
        Groups groups;
        CommitQueue queue([&](std::span<const EncodedRecord> records) { return groups.add(records); });
        const auto failed = queue.alone(
            []() -> core::Result<void> { return core::fail(core::ErrorCode::NotFound, "no such execution"); });
        QVERIFY(!failed.has_value());
        QVERIFY(queue.commit(queue.push(recordOf("a"))).has_value());
    }
};

QTEST_GUILESS_MAIN(TestCommitQueue)
#include "tst_commit_queue.moc"
