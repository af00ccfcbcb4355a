// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

#include <functional>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

using Batch = std::vector<OperationUpdate>;
using Bend = std::function<void(OperationUpdate&)>;

OperationUpdate bent(OperationUpdate update, const Bend& bend)
{
    bend(update);
    return update;
}

OperationUpdate withIdentity(OperationUpdate update, const std::function<void(core::OperationIdentity&)>& bend)
{
    core::OperationIdentity who = *update.identity;
    bend(who);
    update.identity = std::make_shared<const core::OperationIdentity>(std::move(who));
    return update;
}

struct Row
{
    const char* name;
    Batch batch;
    const char* message;
};

constexpr const char* kTwice = "Cannot update the same operation twice in a single request.";

/// Against an execution with: context c (open), step s (STARTED) in it, wait w, step done, callback b, invoke i.
std::vector<Row> rows()
{
    const auto rename = [](OperationUpdate update, const std::string& name) {
        return withIdentity(std::move(update), [&](auto& who) { who.name = name; });
    };
    const auto retype = [](OperationUpdate update, OperationType type) {
        return withIdentity(std::move(update), [&](auto& who) { who.type = type; });
    };
    return {
        {"two executions",
         {executionSucceed("1"), executionFail("E")},
         "Cannot checkpoint multiple EXECUTION updates."},
        {"execution first", {executionSucceed("1"), stepStart("n")}, "EXECUTION checkpoint must be the last update."},
        {"start twice", {stepStart("n"), stepStart("n")}, kTwice},
        {"end twice", {stepSucceed("s", "1", "c"), stepFail("s", "E", "c")}, kTwice},
        {"end before start", {stepSucceed("n"), stepStart("n")}, kTwice},
        {"three of one", {stepStart("n"), stepRetry("n", 1), stepStart("n")}, kTwice},
        {"start and two ends", {stepStart("n"), stepRetry("n", 1), stepSucceed("n")}, kTwice},
        {"start and cancel", {waitStart("n", 1), waitCancel("n")}, kTwice},
        {"start of a step, end of a context", {stepStart("n"), contextSucceed("n")}, kTwice},
        {"unknown type", {retype(stepStart("n"), OperationType::Generic)}, "Unknown operation type."},
        {"cancel a step",
         {update(OperationType::Step, "s", UpdateAction::Cancel, "c")},
         "Invalid action for the given operation type."},
        {"retry a context",
         {update(OperationType::Context, "c", UpdateAction::Retry)},
         "Invalid action for the given operation type."},
        {"succeed a wait",
         {update(OperationType::Wait, "w", UpdateAction::Succeed)},
         "Invalid action for the given operation type."},
        {"cancel a callback",
         {update(OperationType::Callback, "b", UpdateAction::Cancel)},
         "Invalid action for the given operation type."},
        {"cancel an invoke",
         {update(OperationType::ChainedInvoke, "i", UpdateAction::Cancel)},
         "Invalid action for the given operation type."},
        {"start the execution",
         {update(OperationType::Execution, "x", UpdateAction::Start)},
         "Invalid action for the given operation type."},
        {"unknown parent", {stepStart("n", "nobody")}, "Invalid parent operation id."},
        {"a step as parent", {stepStart("n", "done")}, "Invalid parent operation id."},
        {"parent later in the batch", {stepStart("n", "m"), contextStart("m")}, "Invalid parent operation id."},
        {"its own parent", {contextStart("n", "n")}, "Invalid parent operation id."},
        {"the execution as parent", {stepStart("n", kExecutionId)}, "Invalid parent operation id."},
        {"another type", {retype(stepSucceed("c"), OperationType::Step)}, "Inconsistent operation type."},
        {"another subtype",
         {withIdentity(stepSucceed("s", "1", "c"), [](auto& who) { who.subType = "Other"; })},
         "Inconsistent operation subtype."},
        {"another name", {rename(stepSucceed("s", "1", "c"), "other")}, "Inconsistent operation name."},
        {"another parent", {stepSucceed("s")}, "Inconsistent parent operation id."},
        {"inconsistent within the batch",
         {rename(stepStart("n"), "a"), rename(stepSucceed("n"), "b")},
         "Inconsistent operation name."},
        {"an error of a success",
         {bent(stepSucceed("s", "1", "c"), [](auto& u) { u.error = error("E"); })},
         "Cannot provide an Error for SUCCEED action."},
        {"a payload of a failure",
         {bent(stepFail("s", "E", "c"), [](auto& u) { u.payload = core::payload(std::string("1")); })},
         "Cannot provide a Payload for FAIL action."},
        {"both for a retry",
         {bent(stepRetry("s", 1, "c"), [](auto& u) { u.payload = core::payload(std::string("1")); })},
         "Cannot provide both error and payload to RETRY a STEP."},
        {"retry without delay",
         {bent(stepRetry("s", 1, "c"), [](auto& u) { u.nextAttemptDelay.reset(); })},
         "Invalid StepOptions for the given action."},
        {"success with delay",
         {bent(stepSucceed("s", "1", "c"), [](auto& u) { u.nextAttemptDelay = 1; })},
         "Invalid StepOptions for the given action."},
        {"start with delay",
         {bent(stepStart("n"), [](auto& u) { u.nextAttemptDelay = 1; })},
         "Invalid StepOptions for the given action."},
        {"start a started step", {stepStart("s", "c")}, "Invalid current STEP state to start."},
        {"close a closed step", {stepSucceed("done")}, "Invalid current STEP state to close."},
        {"retry a closed step", {stepRetry("done", 1)}, "Invalid current STEP state to re-attempt."},
        {"start a started context", {contextStart("c")}, "Cannot start a CONTEXT that already exists."},
        {"close an unknown context", {contextSucceed("n")}, "Invalid current CONTEXT state to close."},
        {"start a started wait", {waitStart("w", 1)}, "Cannot start a WAIT that already exists."},
        {"cancel an unknown wait",
         {waitCancel("n")},
         "Cannot cancel a WAIT that does not exist or has already completed."},
        {"a wait without options",
         {bent(waitStart("n", 1), [](auto& u) { u.wait.reset(); })},
         "Update for WAIT operation requires WaitOptions."},
        {"start a started callback", {callbackStart("b")}, "Cannot start a CALLBACK that already exists."},
        {"start a started invoke", {invokeStart("i")}, "Cannot start a CHAINED_INVOKE that already exists."},
        {"an invoke without options",
         {bent(invokeStart("n"), [](auto& u) { u.functionName.reset(); })},
         "Update for CHAINED_INVOKE operation requires ChainedInvokeOptions."},
    };
}

Driver prepared()
{
    Driver run;
    run.begin();
    run.send({contextStart("c"), stepStart("s", "c"), waitStart("w", 100), stepSucceed("done"), callbackStart("b"),
              invokeStart("i")});
    return run;
}

} // namespace

class TstValidation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals_data();
    void refusals();
    void refusalsAreInvalidParameters();
    void nothingOfARefusedBatchIsApplied();
    void pairsMayTravelTogether();
    void updatesSeeThoseBeforeThem();
    void theExecutionsIdIsNotLookedAt();
    void leftOutNamesAgree();
    void listRulesComeFirst();
    void aClosedContextIsStillAParent();
    void constraints_data();
    void constraints();
    void theNumberOfUpdatesIsLimited();
    void startsAreChecked_data();
    void startsAreChecked();
};

void TstValidation::refusals_data()
{
    QTest::addColumn<int>("index");
    const std::vector<Row> all = rows();
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all[i].name) << static_cast<int>(i);
}

void TstValidation::refusals()
{
    QFETCH(const int, index);
    const Row row = rows()[static_cast<std::size_t>(index)];
    Driver run = prepared();
    QCOMPARE(run.refused(row.batch), row.message);
}

void TstValidation::refusalsAreInvalidParameters()
{
    Driver run = prepared();
    const auto answer = run.send({contextStart("c")});
    QCOMPARE(answer.error().type, "InvalidParameterValueException");
    QCOMPARE(answer.error().status, 400);
}

void TstValidation::nothingOfARefusedBatchIsApplied()
{
    const std::vector<Row> all = rows();
    for (const Row& row : all) {
        Driver run = prepared();
        const std::string before = dump(*run);
        const std::string token = run.token();
        const std::size_t events = run->events().size();
        (void)run->takeEffects();
        Batch batch{contextStart("new"), stepStart("inside", "new"), waitStart("w2", 1), callbackStart("b2"),
                    invokeStart("i2"),   stepSucceed("s", "1", "c"), contextSucceed("c")};
        // Rows about the same operation twice would stumble over the good ones before them.
        batch.insert(batch.end(), row.batch.begin(), row.batch.end());
        QVERIFY2(!run.refused(batch).empty(), row.name);
        QCOMPARE(dump(*run), before);
        QCOMPARE(run->events().size(), events);
        QVERIFY(run->takeEffects().empty());
        QCOMPARE(run.delta({}), ""); // the token was not consumed
        QVERIFY(run.token() != token);
    }
}

void TstValidation::pairsMayTravelTogether()
{
    Driver run = prepared();
    QCOMPARE(
        run.delta({stepStart("a"), stepSucceed("a"), stepStart("b1"), stepFail("b1"), stepStart("e"), stepRetry("e", 4),
                   contextStart("f"), contextSucceed("f"), contextStart("g"), contextFail("g")}),
        "a SUCCEEDED, b1 FAILED, e PENDING, f SUCCEEDED, g FAILED");
}

void TstValidation::updatesSeeThoseBeforeThem()
{
    Driver run = prepared();
    QCOMPARE(run.delta({contextStart("p"), contextStart("q", "p"), stepStart("r", "q"), stepSucceed("r", "1", "q"),
                        contextSucceed("q", false, "p"), contextSucceed("p")}),
             "p SUCCEEDED, q SUCCEEDED, r SUCCEEDED");
}

void TstValidation::theExecutionsIdIsNotLookedAt()
{
    for (const std::string& id :
         {std::string("execution-result-1790000000000"), std::string("s"), std::string(90, '!'), std::string()}) {
        Driver run = prepared();
        OperationUpdate last = executionSucceed("1");
        last = withIdentity(last, [&](auto& who) { who.id = id; });
        QCOMPARE(run.refused({stepSucceed("s", "1", "c"), last}), "");
        QCOMPARE(run->status(), OperationStatus::Succeeded);
    }
}

void TstValidation::leftOutNamesAgree()
{
    Driver run;
    run.begin();
    OperationUpdate named = withIdentity(stepStart("a"), [](auto& who) { who.name = "first"; });
    QVERIFY(run.send({named}));
    OperationUpdate bare = withIdentity(stepSucceed("a"), [](auto& who) { who.subType.reset(); });
    QCOMPARE(run.refused({bare}), "");
    QCOMPARE(run->find("a")->name(), "first");
    QCOMPARE(run->find("a")->subType(), "Step");
    // A name where there was none is another name.
    QVERIFY(run.send({stepStart("b")}));
    QCOMPARE(run.refused({withIdentity(stepSucceed("b"), [](auto& who) { who.name = "late"; })}),
             "Inconsistent operation name.");
}

void TstValidation::listRulesComeFirst()
{
    Driver run = prepared();
    QCOMPARE(run.refused({contextStart("c"), executionSucceed("1"), stepStart("n")}),
             "EXECUTION checkpoint must be the last update.");
    QCOMPARE(run.refused({contextStart("c"), stepStart("n"), stepStart("n")}), kTwice);
}

void TstValidation::aClosedContextIsStillAParent()
{
    Driver run = prepared();
    QVERIFY(run.send({contextSucceed("c")}));
    QCOMPARE(run.refused({stepStart("late", "c")}), "");
}

void TstValidation::constraints_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("rule");
    const char* const pattern = "updates.1.member.id' failed to satisfy constraint: Member must satisfy regular "
                                "expression pattern: [a-zA-Z0-9-_]+";
    QTest::newRow("an empty id") << 0 << "length greater than or equal to 1";
    QTest::newRow("a long id") << 1 << "length less than or equal to 64";
    QTest::newRow("an id with a blank") << 2 << pattern;
    QTest::newRow("a parent with a slash") << 3 << "updates.1.member.parentId";
    QTest::newRow("an empty name") << 4 << "updates.1.member.name";
    QTest::newRow("a name beyond ASCII") << 5 << "pattern: [\\x20-\\x7E]+";
    QTest::newRow("a long name") << 6 << "length less than or equal to 256";
    QTest::newRow("a long subtype") << 7 << "length less than or equal to 32";
    QTest::newRow("a wait of nothing") << 8 << "value greater than or equal to 1";
    QTest::newRow("a wait of 367 days") << 9 << "value less than or equal to 31622400";
    QTest::newRow("a retry at once") << 10 << "updates.1.member.stepOptions.nextAttemptDelaySeconds";
    QTest::newRow("a negative timeout") << 11 << "updates.1.member.callbackOptions.timeoutSeconds";
    QTest::newRow("a negative heartbeat") << 12 << "updates.1.member.callbackOptions.heartbeatTimeoutSeconds";
    QTest::newRow("a long function name") << 13 << "length less than or equal to 140";
    QTest::newRow("a tenant with a bang") << 14 << "updates.1.member.chainedInvokeOptions.tenantId";
    QTest::newRow("a token beyond base64") << 15 << "checkpointToken";
    QTest::newRow("a client token with a blank") << 16 << "clientToken";
}

void TstValidation::constraints()
{
    QFETCH(const int, which);
    QFETCH(const QString, rule);
    const auto who = [](const std::function<void(core::OperationIdentity&)>& bend) {
        return withIdentity(stepStart("n"), bend);
    };
    const std::vector<OperationUpdate> updates{
        who([](auto& w) { w.id = ""; }),
        who([](auto& w) { w.id = std::string(65, 'a'); }),
        who([](auto& w) { w.id = "a b"; }),
        who([](auto& w) { w.parentId = "a/b"; }),
        who([](auto& w) { w.name = ""; }),
        who([](auto& w) { w.name = "\xC3\xA4"; }),
        who([](auto& w) { w.name = std::string(257, 'a'); }),
        who([](auto& w) { w.subType = std::string(33, 'a'); }),
        waitStart("n", 0),
        waitStart("n", 31'622'401),
        stepRetry("n", 0),
        callbackStart("n", -1),
        callbackStart("n", 0, -1),
        invokeStart("n", std::string(141, 'f')),
        bent(invokeStart("n"), [](auto& u) { u.tenantId = "a!"; }),
        stepStart("n"),
        stepStart("n"),
    };
    Driver run;
    run.begin();
    const std::string token = which == 15 ? "a-b_c" : run.token();
    const std::string clientToken = which == 16 ? "a b" : "";
    const auto answer =
        run->checkpoint({kArn, token, {updates[static_cast<std::size_t>(which)]}, clientToken}, run.now());
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().type, "ValidationException");
    QVERIFY2(QString::fromStdString(answer.error().message).contains(rule), answer.error().message.c_str());
    QVERIFY(answer.error().message.starts_with("1 validation error detected: Value '"));
    QCOMPARE(run->events().size(), std::size_t{1});
}

void TstValidation::theNumberOfUpdatesIsLimited()
{
    Driver run;
    run.begin();
    Batch batch;
    for (int i = 0; i < 250; ++i)
        batch.push_back(stepStart("s" + std::to_string(i)));
    QCOMPARE(run.refused(batch), "");
    batch.clear();
    for (int i = 0; i < 251; ++i)
        batch.push_back(stepStart("t" + std::to_string(i)));
    QCOMPARE(run.refused(batch), "A checkpoint may carry at most 250 updates.");
}

void TstValidation::startsAreChecked_data()
{
    QTest::addColumn<QByteArray>("arn");
    QTest::addColumn<int>("timeout");
    QTest::addColumn<int>("input");
    const QByteArray arn(kArn);
    QTest::newRow("no ARN") << QByteArray("run-42") << 60 << 2;
    QTest::newRow("a bad name") << QByteArray(arn).replace("run-42", "run 42") << 60 << 2;
    QTest::newRow("a long name") << QByteArray(arn).replace("run-42", QByteArray(65, 'r')) << 60 << 2;
    QTest::newRow("no time") << arn << 0 << 2;
    QTest::newRow("too much time") << arn << 31'622'401 << 2;
    QTest::newRow("too much input") << arn << 60 << 6'291'457;
}

void TstValidation::startsAreChecked()
{
    QFETCH(const QByteArray, arn);
    QFETCH(const int, timeout);
    QFETCH(const int, input);
    service::StartSpec spec;
    spec.arn = arn.toStdString();
    spec.executionTimeout = timeout;
    spec.input = core::payload(std::string(static_cast<std::size_t>(input), ' '));
    const auto started = Execution::start(spec, {}, kStart);
    QVERIFY(!started.has_value());
    QCOMPARE(started.error().type, "ValidationException");
}

QTEST_GUILESS_MAIN(TstValidation)
#include "tst_validation.moc"
