// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/plugin.h"

#include <QtTest>

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace durable;
using durascope::core::Operation;
using durascope::core::OperationIdentity;

namespace {

/// Writes down every hook.
class Recorder : public Plugin
{
public:
    std::vector<std::string> hooks;
    std::string fields;

    void onInvocationStart(const InvocationInfo&) override { hooks.emplace_back("invocation-start"); }
    void onInvocationEnd(const InvocationInfo&) override { hooks.emplace_back("invocation-end"); }
    void onOperationStart(const OperationInfo& info) override { hooks.push_back("operation-start " + info.id); }
    void onOperationEnd(const OperationInfo& info) override { hooks.push_back("operation-end " + info.id); }
    void onAttemptStart(const AttemptInfo& info) override
    {
        hooks.push_back("attempt-start " + std::to_string(info.attempt));
    }
    void onAttemptEnd(const AttemptInfo&) override { hooks.emplace_back("attempt-end"); }
    void onContextFunctionStart(const ContextFunctionInfo&) override { hooks.emplace_back("function-start"); }
    void onContextFunctionEnd(const ContextFunctionInfo&) override { hooks.emplace_back("function-end"); }
    void onOperationChange(const OperationChangeInfo&) override { hooks.emplace_back("change"); }
    std::string logFields() override { return fields; }
};

class Thrower : public Plugin
{
public:
    int calls = 0;
    void onInvocationStart(const InvocationInfo&) override
    {
        ++calls;
        throw std::runtime_error("plugin");
    }
    void onInvocationEnd(const InvocationInfo&) override
    {
        ++calls;
        throw 7; // NOLINT(hicpp-exception-baseclass): this is what is tested
    }
    std::string logFields() override { throw std::runtime_error("plugin"); }
};

/// Counts how many hooks are under way at the same time.
class Crowd : public Plugin
{
public:
    std::atomic<int> inside = 0;
    std::atomic<bool> crowded = false;
    std::atomic<int> calls = 0;
    void onOperationStart(const OperationInfo&) override
    {
        if (++inside > 1)
            crowded = true;
        ++calls;
        std::this_thread::yield();
        --inside;
    }
};

/// Calls back into the set, as a hook that logs does.
class Reentrant : public Plugin
{
public:
    PluginSet* set = nullptr;
    std::string seen;
    void onInvocationStart(const InvocationInfo&) override { seen = set->logFields(); }
    std::string logFields() override { return "{\"traceId\":\"t\"}"; }
};

Operation operation(OperationType type, OperationStatus status, std::uint32_t attempt)
{
    Operation made;
    made.identity = std::make_shared<OperationIdentity>(OperationIdentity{"id", "parent", "name", "Sub", type});
    made.status = status;
    made.attempt = attempt;
    return made;
}

std::optional<std::uint32_t> attemptOf(OperationType type, OperationStatus status, std::uint32_t finished)
{
    return operationInfo(operation(type, status, finished), false).attempt;
}

std::string fieldsOf(std::vector<std::string> texts)
{
    std::vector<std::shared_ptr<Plugin>> plugins;
    for (std::string& text : texts) {
        auto plugin = std::make_shared<Recorder>();
        plugin->fields = std::move(text);
        plugins.push_back(std::move(plugin));
    }
    return PluginSet(std::move(plugins)).logFields();
}

} // namespace

class PluginSetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPluginGetsEveryHook()
    {
        const auto first = std::make_shared<Recorder>();
        const auto second = std::make_shared<Recorder>();
        PluginSet set({first, nullptr, second});
        QVERIFY(!set.empty());
        set.invocationStart({});
        OperationInfo info;
        info.id = "a1";
        set.operationStart(info);
        AttemptInfo attempt;
        attempt.attempt = 2;
        set.attemptStart(attempt);
        set.attemptEnd(attempt);
        set.operationEnd(info);
        set.contextFunctionStart({});
        set.contextFunctionEnd({});
        set.operationChange({});
        set.invocationEnd({});
        const std::vector<std::string> expected = {
            "invocation-start", "operation-start a1", "attempt-start 2", "attempt-end",   "operation-end a1",
            "function-start",   "function-end",       "change",          "invocation-end"};
        QVERIFY(first->hooks == expected);
        QVERIFY(second->hooks == expected);
    }

    void whatAPluginThrowsHarmsNobody() // 10-4, 10-17
    {
        const auto before = std::make_shared<Recorder>();
        const auto thrower = std::make_shared<Thrower>();
        const auto after = std::make_shared<Recorder>();
        after->fields = "{\"a\":1}";
        PluginSet set({before, thrower, after});
        set.invocationStart({});
        set.invocationEnd({});
        QCOMPARE(thrower->calls, 2);
        QCOMPARE(before->hooks.size(), std::size_t(2));
        QCOMPARE(after->hooks.size(), std::size_t(2));
        QCOMPARE(set.logFields(), std::string("{\"a\":1}"));
    }

    void theEmptySetDoesNothing()
    {
        PluginSet set;
        QVERIFY(set.empty());
        set.invocationStart({});
        QCOMPARE(set.logFields(), std::string());
        PluginSet moved = std::move(set);
        QVERIFY(moved.empty());
    }

    void oneCallAtATime()
    {
        const auto crowd = std::make_shared<Crowd>();
        PluginSet set({crowd});
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&set] {
                    for (int n = 0; n < 100; ++n)
                        set.operationStart({});
                });
            }
        }
        QCOMPARE(crowd->calls.load(), 400);
        QVERIFY(!crowd->crowded.load());
    }

    void aHookMayLog()
    {
        const auto plugin = std::make_shared<Reentrant>();
        PluginSet set({plugin});
        plugin->set = &set;
        set.invocationStart({});
        QCOMPARE(plugin->seen, std::string("{\"traceId\":\"t\"}"));
    }

    void logFieldsOfAllPluginsAreOneObject()
    {
        QCOMPARE(fieldsOf({"{\"a\":1,\"b\":{\"x\": [1]}}", "", "{ \"c\" : \"\\u00e4\", \"a\":2 }"}),
                 std::string("{\"a\":2,\"b\":{\"x\": [1]},\"c\":\"\\u00e4\"}"));
        QCOMPARE(fieldsOf({"", "{}"}), std::string());
        QCOMPARE(fieldsOf({"[1]", "{\"a\":", "{\"a\":1}"}), std::string("{\"a\":1}"));
    }

    void factsOfAnOperation()
    {
        Operation state = operation(OperationType::Context, OperationStatus::Succeeded, 0);
        state.start = {5};
        state.end = durascope::core::Timestamp{9};
        state.result = durascope::core::payload(std::string("\"r\""));
        state.error = durascope::core::errorRef("T", "m");
        const OperationInfo info = operationInfo(state, true);
        QCOMPARE(info.id, std::string("id"));
        QCOMPARE(info.parentId, std::optional<std::string>("parent"));
        QCOMPARE(info.name, std::optional<std::string>("name"));
        QCOMPARE(info.subType, std::optional<std::string>("Sub"));
        QVERIFY(info.type == OperationType::Context && info.status == OperationStatus::Succeeded);
        QVERIFY(info.start == state.start && info.end == state.end);
        QVERIFY(info.result == state.result && info.error == state.error);
        QVERIFY(info.isReplay);
        QVERIFY(!info.attempt);
    }

    void attemptIsTheRunningOrTheLastEndedOne()
    {
        using Status = OperationStatus;
        constexpr OperationType kStep = OperationType::Step;
        QCOMPARE(attemptOf(kStep, Status::Started, 0), std::optional<std::uint32_t>(1));
        QCOMPARE(attemptOf(kStep, Status::Pending, 1), std::optional<std::uint32_t>(1));
        QCOMPARE(attemptOf(kStep, Status::Ready, 1), std::optional<std::uint32_t>(2));
        QCOMPARE(attemptOf(kStep, Status::Started, 1), std::optional<std::uint32_t>(2));
        QCOMPARE(attemptOf(kStep, Status::Failed, 2), std::optional<std::uint32_t>(2));
        QCOMPARE(attemptOf(OperationType::Wait, Status::Started, 0), std::optional<std::uint32_t>());
    }
};

QTEST_GUILESS_MAIN(PluginSetTest)
#include "tst_plugin_set.moc"
