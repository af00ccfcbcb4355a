// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/random_walk.h"

#include <QTest>

#include <algorithm>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

service::Limits walkLimits(std::uint64_t seed)
{
    service::Limits limits;
    limits.emptyPending = static_cast<std::uint32_t>(1 + seed % 3);
    limits.invocationFailures = seed % 4 == 0 ? 0 : 5;
    return limits;
}

/// What a store would give back: every event went through its text.
std::vector<service::Event> throughText(const std::vector<service::Event>& events)
{
    std::vector<service::Event> result;
    for (const service::Event& event : events)
        result.push_back(*service::eventFromJson(service::toJson(event)));
    return result;
}

std::string timersOf(const Execution& execution)
{
    std::vector<std::string> lines;
    for (const Execution::Timer& timer : execution.timers()) {
        lines.push_back(std::to_string(timer.due.micros) + ' ' + std::to_string(static_cast<int>(timer.kind)) + ' ' +
                        timer.operationId);
    }
    std::ranges::sort(lines); // those due at once may have been armed in another order
    return joined(lines);
}

std::unique_ptr<Execution> restored(const Driver& run, const std::vector<service::Event>& events,
                                    const std::vector<service::Fact>& facts)
{
    auto execution = Execution::restore(kArn, throughText(events), facts, {}, run.now());
    return execution ? std::move(*execution) : nullptr;
}

/// The execution as its owner would find it after its process was gone.
std::unique_ptr<Execution> restarted(Driver& run)
{
    return restored(run, run->events(), run->takeNewFacts());
}

} // namespace

class TstRestore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatComesBackIsWhatWas_data();
    void whatComesBackIsWhatWas();
    void theRunGoesOn();
    void oldTokensAreVoid();
    void anInvocationInFlightIsWantedAgain();
    void whatTheFunctionCannotHaveSeenIsListed();
    void aSuspendedExecutionStaysSo();
    void skippedRetriesStayReadyUntilTheyBegin();
    void theTimeoutComesBeforeRetriesOfTheSameInstant();
    void whatWasDueMeanwhileHappens();
    void aFailedInvocationsRetryIsArmed();
    void openInvokesAskToBeStarted();
    void invokesOfAnOverdueExecutionAreLeftAlone();
    void theSpecComesBack();
    void contradictionsAreMalformed_data();
    void contradictionsAreMalformed();
};

void TstRestore::whatComesBackIsWhatWas_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 24; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void TstRestore::whatComesBackIsWhatWas()
{
    QFETCH(const int, seed);
    const auto number = static_cast<std::uint64_t>(seed);
    RandomWalk walk(number);
    for (int i = 0; i < 250 && walk.step(); ++i) {
        Execution& was = walk.execution();
        const Timestamp now = walk.driver().now();
        was.advanceTo(now);
        walk.store();
        const auto again = Execution::restore(kArn, throughText(walk.stored()), walk.facts(), walkLimits(number), now);
        const std::string where = "step " + std::to_string(i) + " after " + walk.lastCall();
        QVERIFY2(again.has_value(), where.c_str());
        Execution& is = **again;
        QVERIFY2(dump(is) == dump(was), (where + '\n' + dump(was) + "---\n" + dump(is)).c_str());
        QVERIFY2(is.takeNewEvents().empty(), where.c_str());
        QVERIFY2(is.takeNewFacts().empty(), where.c_str());
        QVERIFY2(!is.invocationRunning(), where.c_str());
        const bool wanted = was.open() && (was.invocationRunning() || was.wantsInvocation());
        QVERIFY2(is.wantsInvocation() == wanted, where.c_str());
        QVERIFY2(timersOf(is) == timersOf(was), (where + '\n' + timersOf(was) + '\n' + timersOf(is)).c_str());
        QCOMPARE(is.meteredOperations(), was.meteredOperations());
        QCOMPARE(is.persistedBytes(), was.persistedBytes());
        QCOMPARE(is.status(), was.status());
        QCOMPARE(service::historyJson(is.events()), service::historyJson(was.events()));
    }
}

void TstRestore::theRunGoesOn()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepPoll("a", 10, "[1]"), callbackStart("b", 60, 20)}));
    run.complete(answerPending());
    run.pass(5s);
    QVERIFY(run->heartbeatCallback(run.callbackId("b"), run.now()));
    run.pass(5s);
    Driver again(restarted(run), run.now());
    QCOMPARE(again.status("a"), OperationStatus::Ready);
    QVERIFY(again->wantsInvocation());
    const core::InvocationEvent event = again.begin();
    QCOMPARE(joined(event.updatedOperationIds), "a");
    QCOMPARE(again.delta({stepStart("a"), stepSucceed("a")}), "a SUCCEEDED");
    QCOMPARE(again->events().back().currentAttempt, 2U);
    again.complete(answerPending());
    again.after(14s); // 19 s after the heartbeat
    QCOMPARE(again.status("b"), OperationStatus::Started);
    again.after(1s);
    QCOMPARE(again.status("b"), OperationStatus::TimedOut);
    QCOMPARE(*again->find("b")->error->message, "Callback timed out on heartbeat");
}

void TstRestore::oldTokensAreVoid()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({}));
    const std::string old = run.token();
    Driver again(restarted(run), run.now());
    again.begin();
    QVERIFY(again.send({}));
    QVERIFY(again.token() != old);
    QCOMPARE(again->checkpoint({kArn, old, {}, {}}, again.now()).error().message, "Invalid checkpoint token");
}

void TstRestore::anInvocationInFlightIsWantedAgain()
{
    Driver run;
    QVERIFY(restarted(run)->wantsInvocation());
    run.begin();
    QVERIFY(run.send({stepStart("a")}));
    const std::unique_ptr<Execution> again = restarted(run);
    QVERIFY(again->wantsInvocation());
    QCOMPARE(again->find("a")->status, OperationStatus::Started);
    QCOMPARE(again->events().size(), std::size_t{2});
}

void TstRestore::whatTheFunctionCannotHaveSeenIsListed()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w1", 1), waitStart("w2", 2), stepStart("s")}));
    run.after(1s);
    QVERIFY(run.send({stepSucceed("s")})); // whose answer told of w1
    Driver seen(restarted(run), run.now());
    QVERIFY(seen.begin().updatedOperationIds.empty());
    run.complete(answerPending());
    run.after(1s);
    Driver unseen(restarted(run), run.now());
    QCOMPARE(joined(unseen.begin().updatedOperationIds), "w2");
}

void TstRestore::aSuspendedExecutionStaysSo()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 100), stepRetry("a", 1)}));
    run.after(2s);
    QCOMPARE(run.delta({}), "a READY"); // seen and left lying
    run.complete(answerPending());
    QVERIFY(!run->wantsInvocation());
    const std::unique_ptr<Execution> again = restarted(run);
    QVERIFY(!again->wantsInvocation());
    QCOMPARE(again->find("a")->status, OperationStatus::Ready);
    QCOMPARE(again->nextTimer(), std::optional(kStart + 100s));
}

void TstRestore::skippedRetriesStayReadyUntilTheyBegin()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepRetry("a", 100), waitStart("w", 1000)}));
    run.complete(answerPending());
    QVERIFY(run->skipTimer("a", run.now()));
    std::vector<service::Fact> facts = run->takeNewFacts();
    QCOMPARE(restored(run, run->events(), facts)->find("a")->status, OperationStatus::Ready);
    QVERIFY(restored(run, run->events(), facts)->wantsInvocation());
    run.begin();
    run.complete(answerPending()); // seen and left lying
    QCOMPARE(restored(run, run->events(), facts)->find("a")->status, OperationStatus::Ready);
    QVERIFY(!restored(run, run->events(), facts)->wantsInvocation());
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepRetry("a", 100)}));
    for (service::Fact& fact : run->takeNewFacts())
        facts.push_back(std::move(fact));
    QCOMPARE(restored(run, run->events(), facts)->find("a")->status, OperationStatus::Pending);
}

void TstRestore::theTimeoutComesBeforeRetriesOfTheSameInstant()
{
    Driver run({}, 10);
    run.begin();
    QVERIFY(run.send({stepRetry("same", 10), stepRetry("before", 9)}));
    run.complete(answerPending());
    run.after(10s);
    QCOMPARE(run->status(), OperationStatus::TimedOut);
    QCOMPARE(run.status("same"), OperationStatus::Pending);
    QCOMPARE(run.status("before"), OperationStatus::Ready);
    QCOMPARE(dump(*restarted(run)), dump(*run));
}

void TstRestore::whatWasDueMeanwhileHappens()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 10)}));
    run.complete(answerPending());
    run.pass(3600s - 1s);
    Driver again(restarted(run), run.now());
    QCOMPARE(again.status("w"), OperationStatus::Succeeded);
    QCOMPARE(again->find("w")->end, std::optional(kStart + 10s));
    QCOMPARE(again->takeNewEvents().size(), std::size_t{1});
    QVERIFY(again->wantsInvocation());
    run.pass(1s);
    QCOMPARE(restored(run, run->events(), {})->status(), OperationStatus::TimedOut);
}

void TstRestore::aFailedInvocationsRetryIsArmed()
{
    Driver run;
    for (int i = 0; i < 3; ++i) {
        run.begin();
        run.complete(crash());
        if (i < 2)
            run.after(2s);
    }
    const std::vector<service::Fact> facts = run->takeNewFacts();
    Driver again(restored(run, run->events(), facts), run.now());
    QVERIFY(!again->wantsInvocation());
    QCOMPARE(again->nextTimer(), std::optional(run.now() + 4s));
    again.after(4s);
    QVERIFY(again->wantsInvocation());
    for (int i = 0; i < 2; ++i) {
        QVERIFY(again->open());
        again.begin();
        again.complete(crash());
        again.after(60s);
    }
    QCOMPARE(again->status(), OperationStatus::Failed);
}

void TstRestore::openInvokesAskToBeStarted()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({invokeStart("i1", "pay:3", "[1]"), invokeStart("i2")}));
    run->completeInvoke("i2", {}, run.now());
    const std::unique_ptr<Execution> again = restarted(run);
    const std::vector<service::Effect> effects = again->takeEffects();
    QCOMPARE(effects.size(), std::size_t{1});
    const auto* start = std::get_if<service::StartInvoke>(&effects[0]);
    QVERIFY(start != nullptr);
    QCOMPARE(start->request.operationId, "i1");
    QCOMPARE(start->request.functionName, "pay:3");
    QCOMPARE(*start->request.payload, "[1]");
    QCOMPARE(start->request.depth, 1U);
}

void TstRestore::invokesOfAnOverdueExecutionAreLeftAlone()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({invokeStart("i1")}));
    run.pass(2h);
    const std::unique_ptr<Execution> again = restarted(run);
    QCOMPARE(again->status(), OperationStatus::TimedOut);
    for (const service::Effect& effect : again->takeEffects())
        QVERIFY(std::holds_alternative<service::Ended>(effect));
}

void TstRestore::theSpecComesBack()
{
    service::StartSpec spec;
    spec.arn = kArn;
    spec.functionName = "orders:live";
    spec.functionVersion = "12";
    spec.input = core::payload(std::string("[\xC3\xA4]"));
    spec.executionTimeout = 77;
    spec.tenantId = "tenant";
    spec.depth = 3;
    const auto was = Execution::start(spec, {}, kStart);
    const auto is = Execution::restore(kArn, throughText((*was)->events()), (*was)->takeNewFacts(), {}, kStart);
    QVERIFY(is.has_value());
    const service::StartSpec& back = (*is)->spec();
    QCOMPARE(back.arn, spec.arn);
    QCOMPARE(back.functionName, spec.functionName);
    QCOMPARE(back.functionVersion, spec.functionVersion);
    QCOMPARE(*back.input, *spec.input);
    QCOMPARE(back.executionTimeout, spec.executionTimeout);
    QCOMPARE(back.tenantId, spec.tenantId);
    QCOMPARE(back.depth, spec.depth);
}

void TstRestore::contradictionsAreMalformed_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no events") << 0 << QByteArray("the execution has no events");
    QTest::newRow("no start") << 1 << QByteArray("event 2 (StepStarted) stands where the execution should start");
    QTest::newRow("two starts") << 2 << QByteArray("event 2 (ExecutionStarted) starts the execution a second time");
    QTest::newRow("a gap") << 3 << QByteArray("event 3 (StepSucceeded) is out of order");
    QTest::newRow("two ends") << 4 << QByteArray("event 4 (StepSucceeded) follows the end of its operation");
    QTest::newRow("an end of nothing") << 5 << QByteArray("event 2 (WaitSucceeded) ends an operation that never began");
    QTest::newRow("another type") << 6 << QByteArray("event 3 (WaitSucceeded) is of another type than its operation");
    QTest::newRow("another execution") << 7 << QByteArray("event 1 (ExecutionStarted) is of another execution");
    QTest::newRow("an invocation of an operation")
        << 9 << QByteArray("event 2 (InvocationCompleted) is not about one invocation");
    QTest::newRow("begun twice") << 8 << QByteArray("event 3 (ContextStarted) begins an operation that has begun");
}

void TstRestore::contradictionsAreMalformed()
{
    QFETCH(const int, which);
    QFETCH(const QByteArray, message);
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepSucceed("a"), waitStart("w", 1), contextStart("c")}));
    run.after(1s);
    const std::vector<service::Event>& all = run->events(); // start, a, a, w, c, w
    const auto numbered = [](service::Event event, std::int64_t number) {
        event.eventId = number;
        return event;
    };
    service::Event foreign = all[0];
    core::OperationIdentity who = *foreign.who;
    who.id = "another";
    foreign.who = std::make_shared<const core::OperationIdentity>(who);
    service::Event mixed = numbered(all[5], 3);
    mixed.who =
        std::make_shared<const core::OperationIdentity>(core::OperationIdentity{"a", {}, {}, {}, OperationType::Wait});
    service::Event invocation = numbered(all[1], 2);
    invocation.type = service::EventType::InvocationCompleted;
    invocation.requestId = "r";
    invocation.invocationStart = kStart;
    const std::vector<std::vector<service::Event>> bad{
        {},
        {all[1]},
        {all[0], numbered(all[0], 2)},
        {all[0], all[2]},
        {all[0], all[1], all[2], numbered(all[2], 4)},
        {all[0], numbered(all[5], 2)},
        {all[0], all[1], mixed},
        {foreign},
        {all[0], numbered(all[4], 2), numbered(all[4], 3)},
        {all[0], invocation},
    };
    const auto again = Execution::restore(kArn, bad[static_cast<std::size_t>(which)], {}, {}, run.now());
    QVERIFY(!again.has_value());
    QCOMPARE(again.error().code, core::ErrorCode::Malformed);
    QCOMPARE(again.error().message, message.toStdString());
}

QTEST_GUILESS_MAIN(TstRestore)
#include "tst_restore.moc"
