// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/durable.h"
#include "tests/engine/host/scripted_host.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>

using namespace durascope;
using namespace durascope::host;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

/// A process: a library opened, an engine over it, functions. Destroying it is the end of the process.
struct Process
{
    explicit Process(const std::string& file, std::uint64_t seed = 0)
    {
        auto opened = store::Library::open(file, {store::Durability::Normal, false});
        library = std::move(opened.value());
        EngineOptions options = virtualTime();
        options.library = library.get();
        options.seed = seed;
        options.logSink = [](const durable::LogRecord&) {};
        engine = std::make_unique<Engine>(std::move(options));
    }
    std::string start(const std::string& name, const std::string& input = "{}", const std::string& execution = {})
    {
        return engine->start({name, core::payload(input), execution, {}, {}}).value();
    }
    std::unique_ptr<store::Library> library;
    std::unique_ptr<Engine> engine;
};

/// Counts what its bodies did, over all processes.
struct Order
{
    int created = 0;
    int sent = 0;
    durable::Function function()
    {
        return {[this](const durable::json&, durable::Context& context) -> durable::json {
                    context.step("create", [&] { return ++created; });
                    context.wait("pause", 5min);
                    context.step("send", [&] { return ++sent; });
                    return "done";
                },
                {},
                {}};
    }
};

std::string callbackIdOf(const Engine& engine, const std::string& arn)
{
    for (const core::OperationRef& operation : engine.operations(arn)) {
        if (operation->callbackId)
            return *operation->callbackId;
    }
    return {};
}

durable::Function approval()
{
    return {[](const durable::json&, durable::Context& context) -> durable::json {
                return context.createCallback<durable::json>("approval", {}).get();
            },
            {},
            {}};
}

bool invokeIsOpen(const Engine& engine, const std::string& arn)
{
    for (const core::OperationRef& operation : engine.operations(arn)) {
        if (operation->type() == core::OperationType::ChainedInvoke)
            return operation->status == core::OperationStatus::Started;
    }
    return false;
}

/// What is on the disk at that moment goes into a folder of its own, as if the process had been killed.
void copyLibrary(const std::string& from, const std::string& to)
{
    for (const char* suffix : {"", "-wal"}) {
        if (QFile::exists(QString::fromStdString(from + suffix)))
            QVERIFY(QFile::copy(QString::fromStdString(from + suffix), QString::fromStdString(to + suffix)));
    }
}

} // namespace

class TestEngineLibrary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void goesOnAfterARestart();
    void killedAfterEveryCheckpoint();
    void whatAnInvocationIsShownIsStored();
    void callbackAnsweredByAnotherProcess();
    void childrenAreTakenUpWithTheirParents();
    void childThatEndedBeforeItsParentWasTold();
    void plainTargetsAreCalledAgain();
    void manualTargetsStayOpen();
    void namesAreKnownAcrossProcesses();
    void madeUpNamesDoNotMeet();
    void refusedResumes();
    void endsAreStoredBeforeTheyAreTold();
    void failingLibrary();
    void endedExecutionsAreKeptForTheirRetention();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_file;
};

void TestEngineLibrary::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_file = m_folder->filePath(QStringLiteral("library.db")).toStdString();
}

void TestEngineLibrary::goesOnAfterARestart()
{
    Order order;
    std::string arn;
    {
        Process first(m_file);
        first.engine->addFunction({.name = "order"}, cppHost(order.function()));
        arn = first.start("order");
        QVERIFY(first.engine->driveOneInvocation(arn));
        QCOMPARE(statusOf(*first.engine, arn), std::string("STARTED"));
    }
    Process second(m_file);
    QCOMPARE(second.library->unfinished().value(), std::vector<std::string>{arn});
    second.engine->addFunction({.name = "order"}, cppHost(order.function()));
    QVERIFY(second.engine->resume(arn));
    QVERIFY(second.engine->resume(arn)); // is here already
    second.engine->drive({});
    QCOMPARE(resultOf(*second.engine, arn), std::string("\"done\""));
    QCOMPARE(order.created, 1);
    QCOMPARE(order.sent, 1);
    QVERIFY(second.engine->now() == kNewYear + 5min);
    QVERIFY(second.library->unfinished()->empty());
    QVERIFY(second.engine->flush());
    QCOMPARE(second.library->historyJson(arn).value(), service::historyJson(second.engine->events(arn)));
}

void TestEngineLibrary::killedAfterEveryCheckpoint()
{
    for (int nth = 1; nth <= 5; ++nth) {
        init();
        const std::string killed = m_folder->filePath(QStringLiteral("killed.db")).toStdString();
        Order before;
        std::string arn;
        {
            Process first(m_file);
            EngineOptions options = virtualTime();
            options.library = first.library.get();
            int seen = 0;
            options.faults.afterCheckpoint = [&](const core::CheckpointRequest&) -> std::optional<core::ServiceError> {
                if (++seen == nth) {
                    static_cast<void>(first.library->commitAll());
                    copyLibrary(m_file, killed);
                }
                return std::nullopt;
            };
            Engine engine(options);
            engine.addFunction({.name = "order"}, cppHost(before.function()));
            arn = engine.start({"order", core::payload(std::string("{}")), {}, {}, {}}).value();
            engine.drive({});
            QCOMPARE(seen, 5);
        }
        Order after;
        Process second(killed);
        const std::string stored = second.library->historyJson(arn).value();
        second.engine->addFunction({.name = "order"}, cppHost(after.function()));
        QVERIFY(second.engine->resume(arn));
        second.engine->drive({});
        QCOMPARE(resultOf(*second.engine, arn), std::string("\"done\""));
        // What was stored as done is not done again, and what was not is.
        QCOMPARE(after.created, nth < 2 ? 1 : 0);
        QCOMPARE(after.sent, nth < 5 ? 1 : 0);
        // What was there stays as it is: the lines in front of the closing bracket, without a line feed or comma.
        QVERIFY(second.library->historyJson(arn)->starts_with(stored.substr(0, stored.rfind('}', stored.rfind(']')))));
    }
}

/// The answer to SUCCEED is lost, so nobody has waited for the disk; the next invocation must not act upon it unless it
/// will still be there after a kill.
void TestEngineLibrary::whatAnInvocationIsShownIsStored()
{
    const QTemporaryDir folder;
    const auto library = store::Library::open(folder.filePath(QStringLiteral("library")).toStdString());
    QVERIFY(library);
    EngineOptions options = virtualTime();
    options.library = library->get();
    options.logSink = [](const durable::LogRecord&) {};
    bool lost = false;
    options.faults.afterCheckpoint = [&](const core::CheckpointRequest& request) {
        const bool ends = std::ranges::any_of(request.updates, [](const core::OperationUpdate& update) {
            return update.action == core::UpdateAction::Succeed;
        });
        if (!ends || std::exchange(lost, true))
            return std::optional<core::ServiceError>();
        return std::optional(core::ServiceError{"ServiceException", "internal error", 500});
    };
    Engine engine(std::move(options));
    std::string arn;
    int bodies = 0;
    std::int64_t stored = 0;
    durable::Handler handler = [&](const durable::json&, durable::Context& context) -> durable::json {
        context.step("pay", [&] { return ++bodies; });
        stored = (*library)->list().value().at(0).events;
        return "done";
    };
    engine.addFunction({.name = "f"}, cppHost({std::move(handler), {}, {}}));
    arn = engine.start({"f", core::payload(std::string("{}")), {}, {}, {}}).value();
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
    QVERIFY(lost);
    QCOMPARE(bodies, 1);
    // ExecutionStarted, StepStarted, StepSucceeded, and perhaps InvocationCompleted of the one that failed.
    QVERIFY2(stored >= 3, std::to_string(stored).c_str());
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
}

void TestEngineLibrary::callbackAnsweredByAnotherProcess()
{
    std::string arn;
    std::string id;
    {
        Process first(m_file);
        first.engine->addFunction({.name = "approval"}, cppHost(approval()));
        arn = first.start("approval");
        first.engine->drive({});
        id = callbackIdOf(*first.engine, arn);
    }
    {
        Process second(m_file);
        second.engine->addFunction({.name = "approval"}, cppHost(approval()));
        QVERIFY(second.engine->resume(arn));
        QVERIFY(second.engine->succeedCallback(id, core::payload(std::string("\"yes\""))));
        // It ends before the function has seen the answer.
    }
    Process third(m_file);
    third.engine->addFunction({.name = "approval"}, cppHost(approval()));
    QVERIFY(third.engine->resume(arn));
    third.engine->drive({});
    QCOMPARE(resultOf(*third.engine, arn), std::string("\"yes\""));
}

void TestEngineLibrary::childrenAreTakenUpWithTheirParents()
{
    Order order;
    const durable::Function parent{[](const durable::json&, durable::Context& context) -> durable::json {
                                       return context.invoke("call", "order", durable::json());
                                   },
                                   {},
                                   {}};
    std::string arn;
    std::string child;
    {
        Process first(m_file, 1);
        first.engine->addFunction({.name = "parent"}, cppHost(parent));
        first.engine->addFunction({.name = "order"}, cppHost(order.function()));
        arn = first.start("parent");
        first.engine->drive([&] { return order.created == 1 && invokeIsOpen(*first.engine, arn); });
        child = first.engine->executions().at(1);
    }
    Process second(m_file, 2); // another seed would make up another ARN
    second.engine->addFunction({.name = "parent"}, cppHost(parent));
    second.engine->addFunction({.name = "order"}, cppHost(order.function()));
    QVERIFY(second.engine->resume(arn));
    QVERIFY(second.engine->execution(child).has_value());
    second.engine->drive({});
    QCOMPARE(resultOf(*second.engine, arn), std::string("\"done\""));
    QCOMPARE(order.created, 1);
    QCOMPARE(order.sent, 1);
    QCOMPARE(second.library->list()->size(), std::size_t(2));
}

/// The process died between the two transactions.
void TestEngineLibrary::childThatEndedBeforeItsParentWasTold()
{
    const durable::Function parent{[](const durable::json&, durable::Context& context) -> durable::json {
                                       return context.invoke("call", "approval", durable::json());
                                   },
                                   {},
                                   {}};
    std::string arn;
    std::string child;
    {
        Process first(m_file);
        first.engine->addFunction({.name = "parent"}, cppHost(parent));
        first.engine->addFunction({.name = "approval"}, cppHost(approval()));
        arn = first.start("parent");
        first.engine->drive({});
        child = first.engine->executions().at(1);
    }
    {
        // The child alone: nobody here knows who waits for it.
        Process second(m_file);
        second.engine->addFunction({.name = "approval"}, cppHost(approval()));
        QVERIFY(second.engine->resume(child));
        QVERIFY(second.engine->succeedCallback(callbackIdOf(*second.engine, child), core::payload(std::string("1"))));
        second.engine->drive({});
        QCOMPARE(resultOf(*second.engine, child), std::string("1"));
    }
    Process third(m_file);
    third.engine->addFunction({.name = "parent"}, cppHost(parent));
    QVERIFY(third.engine->resume(arn));
    third.engine->drive({});
    QCOMPARE(resultOf(*third.engine, arn), std::string("1"));
}

void TestEngineLibrary::plainTargetsAreCalledAgain()
{
    const durable::Function parent{[](const durable::json&, durable::Context& context) -> durable::json {
                                       return context.invoke("call", "plain", durable::json());
                                   },
                                   {},
                                   {}};
    int calls = 0;
    const auto plain = plainFunction([&](const durable::json&) { return ++calls; });
    std::string arn;
    {
        Process first(m_file);
        first.engine->addFunction({.name = "parent"}, cppHost(parent));
        first.engine->addPlainFunction({.name = "plain"}, plain);
        arn = first.start("parent");
        QVERIFY(first.engine->driveOneInvocation(arn)); // the call itself stands in the queue
        QCOMPARE(calls, 0);
    }
    Process second(m_file);
    second.engine->addFunction({.name = "parent"}, cppHost(parent));
    second.engine->addPlainFunction({.name = "plain"}, plain);
    QVERIFY(second.engine->resume(arn));
    second.engine->drive({});
    QCOMPARE(resultOf(*second.engine, arn), std::string("1"));
    QCOMPARE(calls, 1);
}

void TestEngineLibrary::manualTargetsStayOpen()
{
    const durable::Function parent{[](const durable::json&, durable::Context& context) -> durable::json {
                                       return context.invoke("call", "by-hand", durable::json());
                                   },
                                   {},
                                   {}};
    std::string arn;
    {
        Process first(m_file);
        first.engine->setManualTarget("by-hand");
        first.engine->addFunction({.name = "parent"}, cppHost(parent));
        arn = first.start("parent");
        first.engine->drive({});
    }
    Process second(m_file);
    second.engine->setManualTarget("by-hand");
    second.engine->addFunction({.name = "parent"}, cppHost(parent));
    QVERIFY(second.engine->resume(arn));
    QCOMPARE(second.engine->drive({}), Engine::Idle::Nothing);
    QVERIFY(invokeIsOpen(*second.engine, arn));
    const std::string operation = second.engine->operations(arn).at(1)->id();
    QVERIFY(second.engine->completeInvoke(
        arn, operation, {service::InvokeOutcome::Kind::Succeeded, core::payload(std::string("4")), {}}));
    second.engine->drive({});
    QCOMPARE(resultOf(*second.engine, arn), std::string("4"));
}

void TestEngineLibrary::namesAreKnownAcrossProcesses()
{
    Order order;
    std::string arn;
    {
        Process first(m_file);
        first.engine->addFunction({.name = "order"}, cppHost(order.function()));
        arn = first.start("order", "{\"n\":1}", "monday");
        first.engine->drive({});
    }
    Process second(m_file);
    second.engine->addFunction({.name = "order"}, cppHost(order.function()));
    QCOMPARE(second.start("order", "{\"n\":1}", "monday"), arn);
    const auto other = second.engine->start({"order", core::payload(std::string("{\"n\":2}")), "monday", {}, {}});
    QVERIFY(!other);
    QCOMPARE(other.error().type, std::string("DurableExecutionAlreadyStartedException"));
    QVERIFY(second.engine->executions().empty());
}

void TestEngineLibrary::madeUpNamesDoNotMeet()
{
    Order order;
    std::vector<std::string> arns;
    for (int i = 0; i < 3; ++i) {
        Process process(m_file); // same seed, same virtual instant
        process.engine->addFunction({.name = "order"}, cppHost(order.function()));
        arns.push_back(process.start("order"));
    }
    QVERIFY(arns[0] != arns[1] && arns[1] != arns[2] && arns[0] != arns[2]);
}

void TestEngineLibrary::refusedResumes()
{
    Engine without(virtualTime());
    QCOMPARE(without.resume("arn").error().code, core::ErrorCode::Usage);

    Order order;
    std::string open;
    std::string ended;
    {
        Process first(m_file);
        first.engine->addFunction({.name = "order"}, cppHost(order.function()));
        ended = first.start("order");
        first.engine->drive({});
        open = first.start("order");
    }
    Process second(m_file);
    QCOMPARE(second.engine->resume("arn:of:nothing").error().code, core::ErrorCode::NotFound);
    QCOMPARE(second.engine->resume(ended).error().code, core::ErrorCode::Usage);
    const auto noFunction = second.engine->resume(open);
    QCOMPARE(noFunction.error().code, core::ErrorCode::NotFound);
    QVERIFY(noFunction.error().message.contains("order:$LATEST"));
}

void TestEngineLibrary::endsAreStoredBeforeTheyAreTold()
{
    Process process(m_file);
    Order order;
    process.engine->addFunction({.name = "order"}, cppHost(order.function()));
    bool told = false;
    bool stored = true;
    process.engine->setListener([&](const std::string& arn) {
        if (statusOf(*process.engine, arn) != "SUCCEEDED")
            return;
        told = true;
        stored = stored && process.library->unfinished()->empty();
    });
    const std::string arn = process.start("order");
    QCOMPARE(process.library->unfinished()->size(), std::size_t(1)); // start() is an acknowledgement, too
    process.engine->drive([&] { return statusOf(*process.engine, arn) == "SUCCEEDED"; });
    QVERIFY(told);
    QVERIFY(stored);
}

/// The disk is full: nothing may be written beyond what is there.
void TestEngineLibrary::failingLibrary()
{
    Process process(m_file);
    Order order;
    process.engine->addFunction({.name = "order"}, cppHost(order.function()));
    process.engine->addFunction({.name = "approval"}, cppHost(approval()));
    const std::string waiting = process.start("approval");
    process.engine->drive({});
    const std::string arn = process.start("order", "{}", "first");
    QVERIFY(process.engine->flush());

    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &none), 0);
    const Engine::Idle idle = process.engine->drive({});
    const auto answered = process.engine->succeedCallback(callbackIdOf(*process.engine, waiting), {});
    const auto another = process.engine->start({"order", {}, {}, {}, {}});
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);

    QCOMPARE(idle, Engine::Idle::Failed);
    QVERIFY(process.engine->failure().has_value());
    QCOMPARE(statusOf(*process.engine, arn), std::string("STARTED"));
    QCOMPARE(order.sent, 0);
    QVERIFY(!answered);
    QCOMPARE(answered.error().type, std::string("ServiceException"));
    QVERIFY(!another);
    QCOMPARE(another.error().type, std::string("ServiceException"));
    QVERIFY(!process.engine->flush());
    QCOMPARE(process.engine->drive({}), Engine::Idle::Failed);
}

void TestEngineLibrary::endedExecutionsAreKeptForTheirRetention()
{
    auto library = store::Library::open(m_file, {store::Durability::Normal, false}).value();
    EngineOptions options = virtualTime();
    options.library = library.get();
    options.retention = std::chrono::days(14);
    Engine engine(std::move(options));
    Order order;
    engine.addFunction({.name = "order"}, cppHost(order.function()));
    const auto runOne = [&] {
        const std::string arn = engine.start({"order", {}, {}, {}, {}}).value();
        QCOMPARE(engine.drive([&] { return engine.execution(arn)->end.has_value(); }), Engine::Idle::Done);
    };
    runOne();
    engine.advance(24h * 13);
    runOne();
    QVERIFY(engine.flush().has_value());
    QCOMPARE(library->list()->size(), std::size_t(2));
    engine.advance(24h * 2);
    runOne();
    QVERIFY(engine.flush().has_value());
    QCOMPARE(library->list()->size(), std::size_t(2)); // the first is gone, the third is there
}

QTEST_APPLESS_MAIN(TestEngineLibrary)
#include "tst_engine_library.moc"
