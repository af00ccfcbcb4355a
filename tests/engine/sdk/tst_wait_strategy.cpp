// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/wait_strategy.h"

#include <QtTest>

using namespace durable;
using std::chrono::seconds;

namespace {

const Polling kPlain{3, seconds(5), seconds(300), 1.5, Jitter::None};

} // namespace

class WaitStrategyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreThoseOfTheOtherSdks()
    {
        const Polling polling;
        QCOMPARE(polling.maxAttempts, 60U);
        QCOMPARE(polling.jitter, Jitter::Full);
        QCOMPARE(pollAgain(polling, {1, 0.6}).delay, seconds(3));
        QCOMPARE(pollAgain(polling, {59, 0.5}).delay, seconds(150));
    }

    void delaysGrow()
    {
        QCOMPARE(pollAgain(kPlain, {1, 0}).delay, seconds(5));
        QCOMPARE(pollAgain(kPlain, {2, 0}).delay, seconds(8)); // 7.5
        QVERIFY(pollAgain(kPlain, {2, 0}).goOn);
    }

    void throwsAfterTheLastAttempt() // 6-6
    {
        try {
            (void)pollAgain(kPlain, {3, 0});
            QFAIL("went on");
        } catch (const std::runtime_error& error) {
            QCOMPARE(error.what(), "waitForCondition exceeded maximum attempts (3)");
        }
    }

    void aStateThatIsRightEndsThePollEvenAtTheLastAttempt()
    {
        const WaitStrategy<int> strategy = pollWhile<int>([](const int& n) { return n < 3; }, kPlain);
        QVERIFY(strategy(2, {1, 0}).goOn);
        QVERIFY(!strategy(3, {1, 0}).goOn);
        QVERIFY(!strategy(3, {3, 0}).goOn);
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, (void)strategy(2, {3, 0}));
    }
};

QTEST_GUILESS_MAIN(WaitStrategyTest)
#include "tst_wait_strategy.moc"
