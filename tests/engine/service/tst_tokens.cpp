// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

#include <cctype>
#include <set>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

const service::ServiceError kInvalid{"InvalidParameterValueException", "Invalid checkpoint token", 400};

std::string tokenOf(const service::Answer<core::CheckpointAnswer>& answer)
{
    return answer ? answer->token.value_or("none") : "refused";
}

} // namespace

class TstTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAcceptedCheckpointGivesANewOne();
    void onlyTheLatestIsValid();
    void refusalsDoNotConsume();
    void areBase64();
    void aNewInvocationVoidsThoseBefore();
    void theEndOfTheInvocationVoidsThem();
    void executionsDoNotShareThem();
    void theOldTextCanBeHad();
    void repeatsGetTheSameAnswer();
    void repeatsNeedBothTokens();
    void theClosingAnswerIsRepeatedToo();
    void theLastEightAreRemembered();
    void aNewInvocationForgets();
};

void TstTokens::everyAcceptedCheckpointGivesANewOne()
{
    Driver run;
    std::set<std::string> seen{run.begin().checkpointToken};
    for (int i = 0; i < 20; ++i) {
        QVERIFY(run.send({})); // empty ones too
        QVERIFY(seen.insert(run.token()).second);
    }
    QCOMPARE(run->events().size(), std::size_t{1});
    QVERIFY(seen.insert(run.begin().checkpointToken).second);
}

void TstTokens::onlyTheLatestIsValid()
{
    Driver run;
    const std::string first = run.begin().checkpointToken;
    QVERIFY(run.send({}));
    for (const std::string& token : {first, std::string("AQIDBA=="), run.token() + "1"}) {
        QCOMPARE(run->checkpoint({kArn, token, {}, {}}, run.now()).error(), kInvalid);
        QCOMPARE(run->state(token, "", 0, run.now()).error(), kInvalid);
    }
    QVERIFY(run->state(run.token(), "", 0, run.now()).has_value());
    QVERIFY(run->state(run.token(), "", 0, run.now()).has_value()); // reading does not consume it
    QVERIFY(run.send({}));
}

void TstTokens::refusalsDoNotConsume()
{
    Driver run;
    run.begin();
    const std::string token = run.token();
    QVERIFY(!run.refused({contextSucceed("nobody")}).empty());
    QCOMPARE(run.token(), token);
    QVERIFY(run.send({}));
}

void TstTokens::areBase64()
{
    Driver run;
    run.begin();
    for (int i = 0; i < 200; ++i) {
        QVERIFY(run.token().size() <= 64);
        for (const char c : run.token())
            QVERIFY(std::isalnum(static_cast<unsigned char>(c)));
        QVERIFY(run.send({}));
    }
}

void TstTokens::aNewInvocationVoidsThoseBefore()
{
    Driver run;
    const std::string first = run.begin().checkpointToken;
    run.begin();
    QCOMPARE(run->checkpoint({kArn, first, {}, {}}, run.now()).error(), kInvalid);
    QVERIFY(run.send({}));
}

void TstTokens::theEndOfTheInvocationVoidsThem()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 5)}));
    run.complete(answerPending());
    QCOMPARE(run.send({}).error(), kInvalid);
    QCOMPARE(run->state(run.token(), "", 0, run.now()).error(), kInvalid);
    run.begin();
    run.complete(answerSucceeded());
    QCOMPARE(run.send({}).error(), kInvalid);
}

void TstTokens::executionsDoNotShareThem()
{
    service::StartSpec spec;
    spec.arn = std::string(kArn) + "1";
    auto other = Execution::start(spec, {}, kStart);
    Driver run;
    const std::string token = run.begin().checkpointToken;
    QVERIFY((*other)->beginInvocation("r", kStart).checkpointToken != token);
    QCOMPARE((*other)->checkpoint({spec.arn, token, {}, {}}, kStart).error(), kInvalid);
}

void TstTokens::theOldTextCanBeHad()
{
    service::Limits limits;
    limits.oldTokenText = true;
    Driver run(limits);
    run.begin();
    QCOMPARE(run->checkpoint({kArn, "stale", {}, {}}, run.now()).error().message, "Invalid Checkpoint Token");
}

void TstTokens::repeatsGetTheSameAnswer()
{
    Driver run;
    run.begin();
    const core::CheckpointRequest request{kArn, run.token(), {callbackStart("b"), waitStart("w", 1)}, "client-1"};
    const auto first = run->checkpoint(request, run.now());
    run.pass(5s); // the wait has ended, but the answer stays what it was
    const auto second = run->checkpoint(request, run.now());
    QVERIFY(second.has_value());
    QCOMPARE(tokenOf(second), tokenOf(first));
    QCOMPARE(describe(second->operations), "b STARTED, w STARTED");
    QCOMPARE(run.story(1), "CallbackStarted b, WaitStarted w, WaitSucceeded w");
    // What changed meanwhile is still to be told.
    const auto next = run->checkpoint({kArn, tokenOf(second), {}, "client-2"}, run.now());
    QCOMPARE(describe(next->operations), "w SUCCEEDED");
    QCOMPARE(tokenOf(run->checkpoint(request, run.now())), tokenOf(first));
}

void TstTokens::repeatsNeedBothTokens()
{
    Driver run;
    run.begin();
    const std::string token = run.token();
    QVERIFY(run.send({}, "client-1"));
    QCOMPARE(run->checkpoint({kArn, token, {}, "client-2"}, run.now()).error(), kInvalid);
    QCOMPARE(run->checkpoint({kArn, token, {}, {}}, run.now()).error(), kInvalid);
    const auto other = run->checkpoint({kArn, run.token(), {}, "client-1"}, run.now());
    QVERIFY(tokenOf(other) != run.token()); // a new request that only looks alike
}

void TstTokens::theClosingAnswerIsRepeatedToo()
{
    Driver run;
    run.begin();
    const core::CheckpointRequest request{kArn, run.token(), {executionSucceed("1")}, "client-1"};
    QVERIFY(run->checkpoint(request, run.now()));
    const auto again = run->checkpoint(request, run.now());
    QVERIFY(again.has_value());
    QVERIFY(!again->token);
    QCOMPARE(run.story(1), "ExecutionSucceeded");
}

void TstTokens::theLastEightAreRemembered()
{
    Driver run;
    run.begin();
    std::vector<core::CheckpointRequest> requests;
    for (int i = 0; i < 9; ++i) {
        requests.push_back({kArn, run.token(), {}, "client-" + std::to_string(i)});
        QVERIFY(run.send({}, requests.back().clientToken));
    }
    QCOMPARE(run->checkpoint(requests[0], run.now()).error(), kInvalid);
    for (std::size_t i = 1; i < 9; ++i)
        QVERIFY(run->checkpoint(requests[i], run.now()).has_value());
}

void TstTokens::aNewInvocationForgets()
{
    Driver run;
    run.begin();
    const core::CheckpointRequest request{kArn, run.token(), {}, "client-1"};
    QVERIFY(run->checkpoint(request, run.now()).has_value());
    run.begin();
    QCOMPARE(run->checkpoint(request, run.now()).error(), kInvalid);
}

QTEST_GUILESS_MAIN(TstTokens)
#include "tst_tokens.moc"
