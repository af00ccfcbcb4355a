// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/host/scripted_host.h"

#include <QTest>

using namespace durascope;
using namespace durascope::host;
using namespace durascope::test;

class TestSharedLibraryHost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsAnExportedFunction();
    void crashInsideTheLibrary();
    void whatCannotBeLoaded();
};

void TestSharedLibraryHost::runsAnExportedFunction()
{
    const auto host = sharedLibraryHost(EXPORTED_FUNCTIONS, "greet");
    QVERIFY2(host.has_value(), host ? "" : host.error().text().c_str());
    Engine engine(virtualTime());
    engine.addFunction({.name = "greet"}, *host);
    const std::string arn =
        engine.start({"greet", core::payload(std::string(R"({"name":"Ada"})")), {}, {}, {}}).value();
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("\"hello Ada\""));
    QVERIFY(engine.now() == kNewYear + std::chrono::seconds(5));
}

void TestSharedLibraryHost::crashInsideTheLibrary()
{
    EngineOptions options = virtualTime();
    int count = 0;
    options.faults.afterCheckpoint = [&](const core::CheckpointRequest&) -> std::optional<core::ServiceError> {
        if (++count == 1)
            throw durable::SimulatedExit{};
        return std::nullopt;
    };
    Engine engine(options);
    engine.addFunction({.name = "greet"}, sharedLibraryHost(EXPORTED_FUNCTIONS, "greet").value());
    const std::string arn = engine.start({"greet", core::payload(std::string(R"({"name":"Bo"})")), {}, {}, {}}).value();
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("\"hello Bo\""));
}

void TestSharedLibraryHost::whatCannotBeLoaded()
{
    const auto missing = sharedLibraryHost("nowhere/libnothing.so", "greet");
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, core::ErrorCode::Unreadable);
    const auto noLibrary = sharedLibraryHost(DURASCOPE_SOURCE_DIR "/README.md", "greet");
    QVERIFY(!noLibrary);
    QCOMPARE(noLibrary.error().code, core::ErrorCode::Unreadable);
    const auto noFunction = sharedLibraryHost(EXPORTED_FUNCTIONS, "nothing");
    QVERIFY(!noFunction);
    QCOMPARE(noFunction.error().code, core::ErrorCode::NotFound);
    const auto old = sharedLibraryHost(EXPORTED_FUNCTIONS, "old");
    QVERIFY(!old);
    QCOMPARE(old.error().code, core::ErrorCode::Unsupported);
    QVERIFY(old.error().message.contains("0.0.1"));
}

QTEST_APPLESS_MAIN(TestSharedLibraryHost)
#include "tst_shared_library_host.moc"
