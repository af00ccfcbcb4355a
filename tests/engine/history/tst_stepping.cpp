// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/stepping.h"
#include "tests/support/history_builder.h"
#include "tests/support/json_log.h"
#include "tests/support/random_history.h"

#include <QTest>

#include <algorithm>

using namespace durascope;
using namespace durascope::history;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

using Walk = std::vector<EventIndex>;
using Verb = std::function<std::optional<EventIndex>(EventIndex, Direction)>;

Walk walk(const Verb& verb, EventIndex from, Direction direction)
{
    Walk stops;
    for (std::optional<EventIndex> at = verb(from, direction); at; at = verb(*at, direction))
        stops.push_back(*at);
    return stops;
}

std::vector<std::uint32_t> values(const Walk& stops)
{
    std::vector<std::uint32_t> result;
    for (const EventIndex event : stops)
        result.push_back(event.value());
    return result;
}

using Values = std::vector<std::uint32_t>;

/// Two branches of a parallel, interleaved:
///  0 execution  1 par  2 left  3 right  4 l1+  5 r1+  6 l1-  7 r1-  8 l2+  9 right-  10 l2-  11 left-  12 par-
/// 13 invocation  14 execution-
std::shared_ptr<const EventLog> branches()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("par").contextStarted("left", {.parent = "par"});
    h.contextStarted("right", {.parent = "par"}).stepStarted("l1", {.parent = "left"});
    h.stepStarted("r1", {.parent = "right"}).stepSucceeded("l1").stepFailed("r1", "E");
    h.stepStarted("l2", {.parent = "left"}).contextFailed("right", "E").stepSucceeded("l2").contextSucceeded("left");
    h.contextSucceeded("par").invocationCompleted().executionSucceeded();
    return h.log();
}

/// Whether the event is a stop of over() inside one scope.
bool liesInScope(const EventLog& log, EventIndex event, OperationIndex scope)
{
    const OperationIndex operation = log.operation(event);
    return operation == scope || (operation != kExecution && log.operation(operation).parent == scope);
}

} // namespace

class TestStepping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void events();
    void overFollowsOneBranch();
    void overStepsOverWholeContexts();
    void overInsideClosedContexts();
    void overLeavesAContextThatNeverEnds();
    void intoAndOut();
    void outOfAContextThatNeverEnds();
    void invocationsAndFailures();
    void backwardsReversesForwards();
    void overReversesWithinEveryScope();
    void overNeverGoesDeeper();
    void deepNesting();
};

void TestStepping::events()
{
    const auto log = branches();
    const Analysis analysis(log);
    const Stepping stepping(*log, analysis);
    QCOMPARE(stepping.event(EventIndex(0), Direction::Forward), EventIndex(1));
    QCOMPARE(stepping.event(EventIndex(3), Direction::Forward, 10), EventIndex(13));
    QCOMPARE(stepping.event(EventIndex(10), Direction::Forward, 10), EventIndex(14));
    QCOMPARE(stepping.event(EventIndex(10), Direction::Backward, 100), EventIndex(0));
    QVERIFY(!stepping.event(EventIndex(14), Direction::Forward));
    QVERIFY(!stepping.event(EventIndex(0), Direction::Backward, 10));
}

void TestStepping::overFollowsOneBranch()
{
    const auto log = branches();
    const Analysis analysis(log);
    const Stepping stepping(*log, analysis);
    const Verb over = [&](EventIndex from, Direction direction) { return stepping.over(from, direction, {}); };
    // From l1 along the left branch, out of it, along the parallel, along the execution.
    QCOMPARE(values(walk(over, EventIndex(4), Direction::Forward)), (Values{6, 8, 10, 11, 12, 13, 14}));
    QCOMPARE(values(walk(over, EventIndex(5), Direction::Forward)), (Values{7, 9, 11, 12, 13, 14}));
    // Backwards from l2 to the start of its branch, then along the parallel.
    QCOMPARE(values(walk(over, EventIndex(10), Direction::Backward)), (Values{8, 6, 4, 2, 1, 0}));
}

void TestStepping::overStepsOverWholeContexts()
{
    const auto log = branches();
    const Analysis analysis(log);
    const Stepping stepping(*log, analysis);
    const Verb over = [&](EventIndex from, Direction direction) { return stepping.over(from, direction, {}); };
    QCOMPARE(values(walk(over, EventIndex(0), Direction::Forward)), (Values{1, 12, 13, 14}));
    QCOMPARE(values(walk(over, EventIndex(14), Direction::Backward)), (Values{13, 12, 1, 0}));
    QCOMPARE(values(walk(over, EventIndex(2), Direction::Forward)), (Values{3, 9, 11, 12, 13, 14}));
}

void TestStepping::overInsideClosedContexts()
{
    const auto log = branches();
    const Analysis analysis(log);
    const Stepping stepping(*log, analysis);
    const OperationIndex par = *log->findOperation("par");
    const OperationIndex left = *log->findOperation("left");
    const auto parClosed = [par](OperationIndex operation) { return operation == par; };
    const auto leftClosed = [left](OperationIndex operation) { return operation == left; };
    QCOMPARE(stepping.over(EventIndex(5), Direction::Forward, parClosed), EventIndex(12));
    QCOMPARE(stepping.over(EventIndex(5), Direction::Backward, parClosed), EventIndex(1));
    QCOMPARE(stepping.over(EventIndex(4), Direction::Forward, leftClosed), EventIndex(9));
    QCOMPARE(stepping.over(EventIndex(5), Direction::Forward, leftClosed), EventIndex(7));
}

void TestStepping::overLeavesAContextThatNeverEnds()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("c").stepStarted("a", {.parent = "c"}).stepStarted("b").stepSucceeded("b");
    const auto log = h.log();
    const Analysis analysis(log);
    const Stepping stepping(*log, analysis);
    QCOMPARE(stepping.over(EventIndex(2), Direction::Forward, {}), EventIndex(3));
}

void TestStepping::intoAndOut()
{
    const auto log = branches();
    const Analysis analysis(log);
    const Stepping stepping(*log, analysis);
    QCOMPARE(stepping.into(EventIndex(2), Direction::Forward), EventIndex(4)); // past right and into left
    QCOMPARE(stepping.into(EventIndex(3), Direction::Forward), EventIndex(5));
    QCOMPARE(stepping.into(EventIndex(4), Direction::Forward), EventIndex(5));
    QCOMPARE(stepping.into(EventIndex(11), Direction::Backward), EventIndex(10));
    QCOMPARE(stepping.into(EventIndex(9), Direction::Backward), EventIndex(7));
    QCOMPARE(stepping.into(EventIndex(13), Direction::Backward), EventIndex(12));
    QVERIFY(!stepping.into(EventIndex(14), Direction::Forward));

    QCOMPARE(stepping.out(EventIndex(5), Direction::Forward), EventIndex(9));
    QCOMPARE(stepping.out(EventIndex(9), Direction::Forward), EventIndex(12));
    QCOMPARE(stepping.out(EventIndex(12), Direction::Forward), EventIndex(14));
    QVERIFY(!stepping.out(EventIndex(14), Direction::Forward));
    QCOMPARE(stepping.out(EventIndex(7), Direction::Backward), EventIndex(3));
    QCOMPARE(stepping.out(EventIndex(3), Direction::Backward), EventIndex(1));
    QCOMPARE(stepping.out(EventIndex(1), Direction::Backward), EventIndex(0));
    QVERIFY(!stepping.out(EventIndex(0), Direction::Backward));
}

void TestStepping::outOfAContextThatNeverEnds()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("c").stepStarted("a", {.parent = "c"}).stepStarted("x").stepSucceeded("a");
    h.stepSucceeded("x");
    const auto log = h.log();
    const Analysis analysis(log);
    const Stepping stepping(*log, analysis);
    QCOMPARE(stepping.out(EventIndex(2), Direction::Forward), EventIndex(5));
    QVERIFY(!stepping.out(EventIndex(3), Direction::Forward)); // the execution does not end
}

void TestStepping::invocationsAndFailures()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").stepFailed("a", "E", 1).invocationCompleted().after(1s).stepStarted("a");
    h.stepFailed("a", "E").waitStarted("w", 1).invocationCompleted().after(1s).waitSucceeded("w").invocationCompleted();
    const auto log = h.log();
    const Analysis analysis(log);
    const Stepping stepping(*log, analysis);
    const Verb invocation = [&](EventIndex from, Direction direction) { return stepping.invocation(from, direction); };
    const Verb failure = [&](EventIndex from, Direction direction) { return stepping.failure(from, direction); };
    QCOMPARE(values(walk(invocation, EventIndex(0), Direction::Forward)), (Values{1, 4, 9}));
    QCOMPARE(values(walk(invocation, EventIndex(6), Direction::Backward)), (Values{4, 1}));
    QCOMPARE(values(walk(failure, EventIndex(0), Direction::Forward)), (Values{2, 5}));
    QCOMPARE(stepping.failure(EventIndex(5), Direction::Backward), EventIndex(2));
}

void TestStepping::backwardsReversesForwards()
{
    for (std::uint32_t seed = 1; seed < 200; ++seed) {
        const auto log = logFromJson(randomHistory(seed, {60, seed % 2 == 0}));
        const Analysis analysis(log);
        const Stepping stepping(*log, analysis);
        const auto closed = [seed](OperationIndex operation) { return (operation.value() + seed) % 3 == 0; };
        const std::vector<Verb> verbs{
            [&](EventIndex from, Direction direction) { return stepping.event(from, direction); },
            [&](EventIndex from, Direction direction) { return stepping.over(from, direction, closed); },
            [&](EventIndex from, Direction direction) { return stepping.invocation(from, direction); },
            [&](EventIndex from, Direction direction) { return stepping.failure(from, direction); }};
        for (const Verb& verb : verbs) {
            // From an event of the execution itself: over() has one scope then, and the others have none.
            const auto& own = log->allEvents(kExecution);
            if (own.empty())
                continue;
            const Walk forward = walk(verb, own.front(), Direction::Forward);
            if (forward.empty())
                continue;
            Walk backward = walk(verb, forward.back(), Direction::Backward);
            std::reverse(backward.begin(), backward.end());
            std::erase_if(backward, [&](EventIndex event) { return event <= own.front(); });
            QVERIFY2(Walk(forward.begin(), forward.end() - 1) == backward, std::to_string(seed).c_str());
        }
    }
}

void TestStepping::overReversesWithinEveryScope()
{
    for (std::uint32_t seed = 1; seed < 150; ++seed) {
        const auto log = logFromJson(randomHistory(seed, {60, seed % 2 == 0}));
        const Analysis analysis(log);
        const Stepping stepping(*log, analysis);
        for (std::uint32_t i = 0; i < log->eventCount(); ++i) {
            const EventIndex from(i);
            const OperationIndex operation = log->operation(from);
            const OperationIndex scope = operation == kExecution ? kExecution : log->operation(operation).parent;
            const std::optional<EventIndex> next = stepping.over(from, Direction::Forward, {});
            // Within the scope: not by the events of the context that is the scope, where the walk enters or leaves it.
            if (!next || !liesInScope(*log, *next, scope) || (scope != kExecution && log->operation(*next) == scope))
                continue;
            QVERIFY2(stepping.over(*next, Direction::Backward, {}) == from, std::to_string(seed).c_str());
        }
    }
}

void TestStepping::overNeverGoesDeeper()
{
    for (std::uint32_t seed = 1; seed < 150; ++seed) {
        const auto log = logFromJson(randomHistory(seed, {60, seed % 2 == 0}));
        const Analysis analysis(log);
        const Stepping stepping(*log, analysis);
        const auto closed = [seed](OperationIndex operation) { return (operation.value() + seed) % 4 == 0; };
        for (std::uint32_t i = 0; i < log->eventCount(); ++i) {
            for (const Direction direction : {Direction::Forward, Direction::Backward}) {
                const std::optional<EventIndex> next = stepping.over(EventIndex(i), direction, closed);
                if (!next)
                    continue;
                const OperationIndex to = log->operation(*next);
                QVERIFY(log->operation(to).depth <= log->operation(log->operation(EventIndex(i))).depth ||
                        log->operation(EventIndex(i)) == kExecution);
                for (OperationIndex at = to; at != kExecution; at = log->operation(at).parent)
                    QVERIFY(at == to || !closed(at));
            }
        }
    }
}

void TestStepping::deepNesting()
{
    constexpr int kDepth = 100'000;
    HistoryBuilder h;
    h.executionStarted();
    for (int i = 0; i < kDepth; ++i)
        h.contextStarted("c" + std::to_string(i), {.parent = i == 0 ? "" : "c" + std::to_string(i - 1)});
    h.executionStopped();
    const auto log = h.log();
    const Analysis analysis(log);
    const Stepping stepping(*log, analysis);
    const EventIndex deepest(kDepth);
    QCOMPARE(stepping.over(deepest, Direction::Forward, {}), log->lastEvent());
    QCOMPARE(stepping.over(deepest, Direction::Backward, {}), EventIndex(kDepth - 1));
    QCOMPARE(stepping.over(deepest, Direction::Backward, [](OperationIndex) { return true; }), EventIndex(1));
    QCOMPARE(stepping.out(deepest, Direction::Forward), log->lastEvent());
    QCOMPARE(stepping.into(EventIndex(1), Direction::Forward), EventIndex(2));
}

QTEST_GUILESS_MAIN(TestStepping)
#include "tst_stepping.moc"
