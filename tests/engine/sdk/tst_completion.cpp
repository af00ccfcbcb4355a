// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/completion.h"

#include <QtTest>

#include <limits>

using namespace durable;
using namespace durable::detail;
using Reason = CompletionReason;

namespace {

BatchProgress progress(std::size_t successes, std::size_t failures, std::size_t total)
{
    return {successes, failures, total, {}};
}

CompletionConfig percentage(double tolerated)
{
    return {{}, {}, tolerated, {}};
}
CompletionConfig count(std::size_t tolerated)
{
    return {{}, tolerated, {}, {}};
}
CompletionConfig minimum(std::size_t wanted)
{
    return {wanted, {}, {}, {}};
}
CompletionConfig predicate(std::function<CompletionDecision(const BatchProgress&)> decide)
{
    return {{}, {}, {}, std::move(decide)};
}
/// Done once `n` have completed.
CompletionConfig afterCompleted(std::size_t n, bool succeeded)
{
    return predicate([=](const BatchProgress& p) { return CompletionDecision{p.completedCount() >= n, succeeded}; });
}

bool isRefused(const CompletionConfig& config, std::optional<int> maxConcurrency = {})
{
    try {
        validateCompletion(config, maxConcurrency);
    } catch (const ConfigurationError&) {
        return true;
    }
    return false;
}

} // namespace

class CompletionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingSetFailsFast()
    {
        const CompletionConfig none;
        QVERIFY(mayStartMore(none, progress(0, 0, 3)));
        QVERIFY(mayStartMore(none, progress(2, 0, 3)));
        QVERIFY(!mayStartMore(none, progress(1, 1, 3)));
        QVERIFY(!isDone(none, progress(1, 1, 3)));
        QVERIFY(isDone(none, progress(3, 0, 3)));
        QCOMPARE(completionReason(none, progress(1, 1, 3)), Reason::FailureToleranceExceeded); // 8-6, 9-5
        QCOMPARE(completionReason(none, progress(2, 1, 3)), Reason::FailureToleranceExceeded);
        QCOMPARE(completionReason(none, progress(3, 0, 3)), Reason::AllCompleted);
    }

    void emptyBatchIsDone() // 8-5, 9-4
    {
        for (const CompletionConfig& config : {CompletionConfig(), CompletionConfig::allCompleted(),
                                               CompletionConfig::allSuccessful(), percentage(0), count(0)}) {
            QVERIFY(isDone(config, progress(0, 0, 0)));
            QVERIFY(mayStartMore(config, progress(0, 0, 0)));
            QCOMPARE(completionReason(config, progress(0, 0, 0)), Reason::AllCompleted);
        }
    }

    void toleratedCountMustBeExceeded()
    {
        QVERIFY(mayStartMore(count(1), progress(0, 1, 4)));
        QVERIFY(!mayStartMore(count(1), progress(0, 2, 4)));
        QCOMPARE(completionReason(count(1), progress(0, 2, 4)), Reason::FailureToleranceExceeded); // 8-10
        QCOMPARE(completionReason(count(1), progress(3, 1, 4)), Reason::AllCompleted);
        QVERIFY(!mayStartMore(CompletionConfig::allSuccessful(), progress(3, 1, 5)));
    }

    void toleratedPercentageIsStrictAndOfAllItems()
    {
        QVERIFY(mayStartMore(percentage(25), progress(0, 1, 4)));
        QVERIFY(!mayStartMore(percentage(25), progress(0, 2, 4)));
        QVERIFY(!mayStartMore(percentage(24.9), progress(0, 1, 4)));
        QVERIFY(mayStartMore(percentage(0), progress(3, 0, 4)));
        QVERIFY(!mayStartMore(percentage(0), progress(3, 1, 4)));
        QVERIFY(mayStartMore(percentage(33.3), progress(0, 333, 1000)));
        QVERIFY(!mayStartMore(percentage(33.3), progress(0, 334, 1000)));
        QVERIFY(mayStartMore(CompletionConfig::allCompleted(), progress(0, 4, 4)));
        QCOMPARE(completionReason(CompletionConfig::allCompleted(), progress(0, 4, 4)), Reason::AllCompleted);
    }

    void minimumIsNotStoppedByFailures() // 8-17
    {
        QVERIFY(mayStartMore(minimum(2), progress(0, 7, 9)));
        QVERIFY(!isDone(minimum(2), progress(1, 7, 9)));
        QVERIFY(isDone(minimum(2), progress(2, 3, 9)));
        QCOMPARE(completionReason(minimum(2), progress(2, 3, 9)), Reason::MinSuccessfulReached); // 8-8
        QCOMPARE(completionReason(minimum(2), progress(2, 7, 9)), Reason::AllCompleted);
        QCOMPARE(completionReason(minimum(2), progress(1, 8, 9)), Reason::AllCompleted);
    }

    void toleranceIsTheReasonBeforeAllOthers()
    {
        const CompletionConfig both{1, 1, {}, {}};
        QCOMPARE(completionReason(both, progress(1, 2, 5)), Reason::FailureToleranceExceeded);
        QCOMPARE(completionReason(both, progress(3, 2, 5)), Reason::FailureToleranceExceeded);
        QCOMPARE(completionReason(both, progress(1, 1, 5)), Reason::MinSuccessfulReached);
        const CompletionConfig countAndShare{{}, 3, 10.0, {}};
        QVERIFY(!mayStartMore(countAndShare, progress(0, 2, 10)));
        QVERIFY(!mayStartMore(countAndShare, progress(0, 4, 100)));
    }

    void predicateDecidesAlone()
    {
        const CompletionConfig good = afterCompleted(2, true);
        QVERIFY(mayStartMore(good, progress(0, 1, 4)));
        QVERIFY(!isDone(good, progress(0, 1, 4)));
        QVERIFY(!mayStartMore(good, progress(0, 2, 4)));
        QVERIFY(isDone(good, progress(0, 2, 4)));
        QCOMPARE(completionReason(good, progress(0, 2, 4)), Reason::CustomCompletionSucceeded);
        QCOMPARE(completionReason(afterCompleted(2, false), progress(2, 0, 4)), Reason::CustomCompletionFailed);
    }

    void predicateIsAskedBeforeAnythingStarts()
    {
        QVERIFY(!mayStartMore(afterCompleted(0, true), progress(0, 0, 4)));
        QCOMPARE(completionReason(afterCompleted(0, true), progress(0, 0, 4)), Reason::CustomCompletionSucceeded);
    }

    void predicateThatNeverSaysSoEndsWithAllItems()
    {
        const CompletionConfig never = afterCompleted(99, true);
        QVERIFY(isDone(never, progress(1, 3, 4)));
        QCOMPARE(completionReason(never, progress(1, 3, 4)), Reason::AllCompleted);
    }

    void predicateSeesTheItems()
    {
        const CompletionConfig byItem = predicate([](const BatchProgress& p) {
            return CompletionDecision{p.items.at(1).status == BatchItemStatus::Failed && p.items.at(1).name == "b",
                                      false};
        });
        BatchProgress now = progress(0, 1, 2);
        now.items = {{0, "a", BatchItemStatus::Started}, {1, "b", BatchItemStatus::Failed}};
        QVERIFY(isDone(byItem, now));
        now.items[1].status.reset();
        QVERIFY(!isDone(byItem, now));
    }

    void predicateThatThrowsIsHeard()
    {
        const CompletionConfig broken =
            predicate([](const BatchProgress&) -> CompletionDecision { throw std::logic_error("broken"); });
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)mayStartMore(broken, progress(0, 0, 1)));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)isDone(broken, progress(0, 0, 1)));
    }

    void refusesWhatHasNoMeaning()
    {
        QVERIFY(!isRefused({}));
        QVERIFY(!isRefused(CompletionConfig::firstSuccessful()));
        QVERIFY(!isRefused(percentage(0), 1));
        QVERIFY(isRefused(minimum(0)));
        QVERIFY(!isRefused(minimum(4)));
        QVERIFY(isRefused(percentage(-0.1)));
        QVERIFY(isRefused(percentage(100.1)));
        QVERIFY(isRefused(percentage(std::numeric_limits<double>::quiet_NaN())));
        CompletionConfig mixed = afterCompleted(1, true);
        QVERIFY(!isRefused(mixed));
        mixed.toleratedFailureCount = 1;
        QVERIFY(isRefused(mixed));
    }

    void refusesConcurrencyBelowOne() // 8-19
    {
        QVERIFY(isRefused({}, 0));
        QVERIFY(isRefused({}, -1));
        QVERIFY(!isRefused({}, 1));
    }
};

QTEST_GUILESS_MAIN(CompletionTest)
#include "tst_completion.moc"
