// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <tuple>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;
using S = OperationStatus;
using A = UpdateAction;
using T = OperationType;

namespace {

/// Sections 14 and 15 of the wire protocol, written down a second time: type, status, action and what becomes of it.
/// What is not here must be refused and change nothing.
using Key = std::tuple<T, S, A>;
const std::map<Key, S>& allowed()
{
    static const std::map<Key, S> table{
        {{T::Step, S::NotStarted, A::Start}, S::Started},
        {{T::Step, S::NotStarted, A::Succeed}, S::Succeeded},
        {{T::Step, S::NotStarted, A::Fail}, S::Failed},
        {{T::Step, S::NotStarted, A::Retry}, S::Pending},
        {{T::Step, S::Started, A::Succeed}, S::Succeeded},
        {{T::Step, S::Started, A::Fail}, S::Failed},
        {{T::Step, S::Started, A::Retry}, S::Pending},
        {{T::Step, S::Ready, A::Start}, S::Started},
        {{T::Step, S::Ready, A::Succeed}, S::Succeeded},
        {{T::Step, S::Ready, A::Fail}, S::Failed},
        {{T::Step, S::Ready, A::Retry}, S::Pending},
        {{T::Context, S::NotStarted, A::Start}, S::Started},
        {{T::Context, S::Started, A::Succeed}, S::Succeeded},
        {{T::Context, S::Started, A::Fail}, S::Failed},
        {{T::Wait, S::NotStarted, A::Start}, S::Started},
        {{T::Wait, S::Started, A::Cancel}, S::Cancelled},
        {{T::Callback, S::NotStarted, A::Start}, S::Started},
        {{T::ChainedInvoke, S::NotStarted, A::Start}, S::Started},
        {{T::Execution, S::Started, A::Succeed}, S::Succeeded},
        {{T::Execution, S::Started, A::Fail}, S::Failed},
    };
    return table;
}

const std::map<T, std::vector<S>>& statuses()
{
    static const std::map<T, std::vector<S>> table{
        {T::Step, {S::NotStarted, S::Started, S::Pending, S::Ready, S::Succeeded, S::Failed}},
        {T::Context, {S::NotStarted, S::Started, S::Succeeded, S::Failed}},
        {T::Wait, {S::NotStarted, S::Started, S::Succeeded, S::Cancelled}},
        {T::Callback, {S::NotStarted, S::Started, S::Succeeded, S::Failed, S::TimedOut}},
        {T::ChainedInvoke, {S::NotStarted, S::Started, S::Succeeded, S::Failed, S::TimedOut, S::Stopped}},
        {T::Execution, {S::Started, S::Succeeded, S::Failed, S::TimedOut, S::Stopped}},
    };
    return table;
}

/// A well-formed update of that action: nothing but the state can be wrong with it.
OperationUpdate wellFormed(T type, A action)
{
    OperationUpdate made = update(type, "o", action);
    if (action == A::Fail)
        made.error = error("E");
    if (action == A::Retry)
        made.nextAttemptDelay = 10;
    if (type == T::Wait && action == A::Start)
        made.wait = 10;
    if (type == T::ChainedInvoke && action == A::Start)
        made.functionName = "f:1";
    return made;
}

void endExecution(Driver& run, S status)
{
    if (status == S::Succeeded)
        run.send({wellFormed(T::Execution, A::Succeed)});
    else if (status == S::Failed)
        run.send({wellFormed(T::Execution, A::Fail)});
    else if (status == S::TimedOut)
        run.after(3600s);
    else if (status == S::Stopped)
        run->stop({}, run.now());
}

void endOutside(Driver& run, T type, S status)
{
    if (type == T::Callback) {
        const std::string id = run.callbackId("o");
        if (status == S::Succeeded)
            (void)run->succeedCallback(id, {}, run.now());
        else if (status == S::Failed)
            (void)run->failCallback(id, {}, run.now());
        else
            (void)run->timeOutCallback(id, false, run.now());
        return;
    }
    using Kind = service::InvokeOutcome::Kind;
    const std::map<S, Kind> kinds{{S::Succeeded, Kind::Succeeded},
                                  {S::Failed, Kind::Failed},
                                  {S::TimedOut, Kind::TimedOut},
                                  {S::Stopped, Kind::Stopped}};
    service::InvokeOutcome outcome;
    outcome.kind = kinds.at(status);
    run->completeInvoke("o", outcome, run.now());
}

/// Brings operation `o` (or the execution) into that status.
void reach(Driver& run, T type, S status)
{
    run.begin();
    if (type == T::Execution) {
        endExecution(run, status);
        return;
    }
    if (status == S::NotStarted)
        return;
    run.send({wellFormed(type, A::Start)});
    if (status == S::Pending || status == S::Ready)
        run.send({wellFormed(type, A::Retry)});
    if (status == S::Ready || (type == T::Wait && status == S::Succeeded))
        run.after(10s);
    else if (status == S::Cancelled)
        run.send({wellFormed(type, A::Cancel)});
    else if (core::isTerminal(status) && (type == T::Callback || type == T::ChainedInvoke))
        endOutside(run, type, status);
    else if (status == S::Succeeded || status == S::Failed)
        run.send({wellFormed(type, status == S::Succeeded ? A::Succeed : A::Fail)});
}

S statusOf(const Driver& run, T type)
{
    return type == T::Execution ? run->status() : run.status("o");
}

constexpr A kActions[] = {A::Start, A::Succeed, A::Fail, A::Retry, A::Cancel};

} // namespace

class TstTransitions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPair_data();
    void everyPair();
    void everyLineOfTheTableWasWalked();
    void everyStatusIsEndedFromOutsideOnlyOnce();
};

void TstTransitions::everyPair_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("action");
    for (const auto& [type, from] : statuses()) {
        for (const S status : from) {
            for (const A action : kActions) {
                QTest::addRow("%s %s %s", core::toText(type).data(), core::toText(status).data(),
                              core::toText(action).data())
                    << int(type) << int(status) << int(action);
            }
        }
    }
}

void TstTransitions::everyPair()
{
    QFETCH(const int, type);
    QFETCH(const int, status);
    QFETCH(const int, action);
    const auto kind = static_cast<T>(type);
    const auto from = static_cast<S>(status);
    const auto what = static_cast<A>(action);
    Driver run;
    reach(run, kind, from);
    QCOMPARE(statusOf(run, kind), from);
    const std::string before = dump(*run);
    const std::size_t events = run->events().size();
    const std::string refusal = run.refused({wellFormed(kind, what)});
    const auto line = allowed().find({kind, from, what});
    if (line == allowed().end()) {
        QVERIFY2(!refusal.empty(), "was accepted");
        QCOMPARE(dump(*run), before);
        QCOMPARE(run->events().size(), events);
        return;
    }
    QCOMPARE(refusal, "");
    QCOMPARE(statusOf(run, kind), line->second);
    QCOMPARE(run->events().size(), events + 1);
}

void TstTransitions::everyLineOfTheTableWasWalked()
{
    for (const auto& [key, to] : allowed()) {
        const auto& [type, from, action] = key;
        const std::vector<S>& reachable = statuses().at(type);
        QVERIFY(std::ranges::find(reachable, from) != reachable.end());
        QVERIFY(std::ranges::find(reachable, to) != reachable.end());
    }
}

void TstTransitions::everyStatusIsEndedFromOutsideOnlyOnce()
{
    for (const T type : {T::Callback, T::ChainedInvoke}) {
        for (const S status : statuses().at(type)) {
            if (!core::isTerminal(status))
                continue;
            for (const S other : statuses().at(type)) {
                if (!core::isTerminal(other))
                    continue;
                Driver run;
                reach(run, type, status);
                const std::size_t events = run->events().size();
                endOutside(run, type, other);
                QCOMPARE(run.status("o"), status);
                QCOMPARE(run->events().size(), events);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TstTransitions)
#include "tst_transitions.moc"
