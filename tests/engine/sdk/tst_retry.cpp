// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/retry.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace durable;
using std::chrono::seconds;

namespace {

const ErrorObject kError{"connection reset by peer", "acme.TransientError", {}, {}};

/// The delays after the attempts 1, 2, …, until the strategy gives up.
std::vector<int> delays(const RetryStrategy& strategy, double random = 0.5)
{
    std::vector<int> found;
    for (std::uint32_t attempt = 1; attempt < 50; ++attempt) {
        const RetryDecision decision = strategy(kError, {attempt, random});
        if (!decision.retry)
            break;
        found.push_back(static_cast<int>(decision.delay.count()));
    }
    return found;
}

using Delays = std::vector<int>;
constexpr double kNearlyOne = 0.999999;

bool retries(RetryFilter filter, const ErrorObject& error = kError)
{
    return retry::exponential({.filter = std::move(filter)})(error, {1, 0}).retry;
}

} // namespace

class RetryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreThoseOfTheOtherSdks()
    {
        QCOMPARE(delays(retry::exponential({.jitter = Jitter::None})), (Delays{5, 10}));
        QCOMPARE(delays(retry::linear({.jitter = Jitter::None})), (Delays{1, 2, 3, 4, 5}));
        QCOMPARE(ExponentialBackoff().jitter, Jitter::Full);
        QCOMPARE(LinearBackoff().jitter, Jitter::Full);
    }

    void presets()
    {
        QCOMPARE(delays(retry::standard(), kNearlyOne), (Delays{5, 10, 20, 40, 60}));
        QCOMPARE(delays(retry::linearPreset(), 0), (Delays{1, 2, 3, 4, 5}));
        QCOMPARE(delays(retry::none()), Delays{});
        QCOMPARE(delays(retry::transient(), 0), (Delays{3, 5}));
        QCOMPARE(delays(retry::transient(), kNearlyOne), (Delays{5, 10}));
        QCOMPARE(delays(retry::resourceAvailability(), kNearlyOne), (Delays{5, 10, 20, 40}));
        QCOMPARE(delays(retry::critical()), (Delays{1, 2, 2, 3, 5, 8, 11, 17, 26}));
        QCOMPARE(delays(retry::fixed()), (Delays{5, 5, 5, 5}));
        QCOMPARE(delays(retry::fixed(seconds(7), 2)), (Delays{7}));
    }

    void standardStaysWithinWhatConformanceAsksFor() // 1-13
    {
        for (int i = 0; i < 1000; ++i) {
            const Delays found = delays(retry::standard(), i / 1000.0);
            QVERIFY(found[0] >= 1 && found[0] <= 5);
            QVERIFY(found[1] >= 1 && found[1] <= 10);
        }
    }

    void exponentialGrowsAsAsked() // 1-14
    {
        QCOMPARE(delays(retry::exponential({3, seconds(2), seconds(300), 3, Jitter::None, {}})), (Delays{2, 6}));
        QCOMPARE(delays(retry::exponential({5, seconds(2), seconds(10), 3, Jitter::None, {}})), (Delays{2, 6, 10, 10}));
    }

    void jitterIsUniformOverItsRange()
    {
        QCOMPARE(retry::jittered(10, Jitter::None, 0.3), seconds(10));
        QCOMPARE(retry::jittered(10, Jitter::Full, 0.3), seconds(3));
        QCOMPARE(retry::jittered(10, Jitter::Full, 0), seconds(1));
        QCOMPARE(retry::jittered(10, Jitter::Full, kNearlyOne), seconds(10));
        QCOMPARE(retry::jittered(10, Jitter::Half, 0), seconds(5));
        QCOMPARE(retry::jittered(10, Jitter::Half, 0.3), seconds(7)); // 6.5
        QCOMPARE(retry::jittered(10, Jitter::Half, kNearlyOne), seconds(10));
        QCOMPARE(retry::jittered(1.49, Jitter::None, 0), seconds(1));
    }

    void delaysAreThoseTheServiceTakes()
    {
        constexpr double kInfinity = std::numeric_limits<double>::infinity();
        QCOMPARE(retry::jittered(0, Jitter::None, 0), seconds(1));
        QCOMPARE(retry::jittered(-3, Jitter::None, 0), seconds(1));
        QCOMPARE(retry::jittered(std::nan(""), Jitter::Full, 0.5), seconds(1));
        QCOMPARE(retry::jittered(kInfinity, Jitter::None, 0), seconds(31'622'400));
        // Beyond what a double can hold the maximum still holds.
        const RetryStrategy steep = retry::exponential({~0U, seconds(5), seconds(300), 10, Jitter::None, {}});
        QCOMPARE(steep(kError, {4'000'000'000U, 0}).delay, seconds(300));
        const RetryStrategy flat = retry::linear(
            {~0U, seconds(1), seconds(300), seconds(std::numeric_limits<std::int64_t>::max()), Jitter::None, {}});
        QCOMPARE(flat(kError, {4'000'000'000U, 0}).delay, seconds(300));
    }

    void stopsAtTheLastAttempt()
    {
        QVERIFY(!retry::exponential({.maxAttempts = 1})(kError, {1, 0}).retry);
        QVERIFY(!retry::exponential({.maxAttempts = 0})(kError, {1, 0}).retry);
        QVERIFY(!retry::exponential({.maxAttempts = 3})(kError, {7, 0}).retry);
    }

    void filtersByTypeOrMessage()
    {
        QVERIFY(retries({}));
        QVERIFY(retries({{"acme.TransientError"}, {}}));
        QVERIFY(retries({{"TransientError"}, {}}));
        QVERIFY(!retries({{"Transient"}, {}}));
        QVERIFY(retries({{}, {"timed out", "reset"}}));
        QVERIFY(!retries({{}, {"timed out"}}));
        QVERIFY(retries({{"Other"}, {"reset"}}));
        QVERIFY(!retries({{"Other"}, {"timed out"}}));
        QVERIFY(!retries({{"Other"}, {"reset"}}, {}));
    }
};

QTEST_GUILESS_MAIN(RetryTest)
#include "tst_retry.moc"
