// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/testing/conformance/discovery.h"
#include "engine/testing/conformance/requirement.h"
#include "engine/testing/conformance/variables.h"

#include <QDir>
#include <QFile>
#include <QFloat16> // QCOMPARE asks whether a JSON value is one
#include <QTemporaryDir>
#include <QTest>

using namespace durascope;
using namespace durascope::conformance;

namespace {

/// The input of a requirement whose file says only that.
Value inputOf(const std::string& yaml)
{
    const auto made = parseRequirement("Input: " + yaml + "\n", "1-1", "step");
    return made ? made->input : Value("not read: " + made.error().text());
}

void write(const QTemporaryDir& folder, const std::string& path, const QByteArray& text = "Input:\n")
{
    const QString file = folder.filePath(QString::fromStdString(path));
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(text);
}

std::vector<std::string> idsOf(const std::vector<RequirementFile>& files)
{
    std::vector<std::string> ids;
    for (const RequirementFile& file : files)
        ids.push_back(file.suite + '/' + file.id);
    return ids;
}

std::filesystem::path pathOf(const QTemporaryDir& folder)
{
    return folder.path().toStdString();
}

} // namespace

class TestRequirement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scalarsKeepTheirTypes();
    void structuresAreRead();
    void aFileIsRead();
    void whatIsNotThereIsNull();
    void withoutResultOnlyEventsCount();
    void brokenFilesAreRefused_data();
    void brokenFilesAreRefused();
    void pollingCanBeConfigured();
    // --- variables
    void textsAreGenerated();
    void generatedTextsDependOnTheSeedOnly();
    void otherVariablesAreLiteral();
    void brokenVariablesAreRefused();
    void substitutionIsRecursive();
    // --- discovery
    void filesAreFoundInOrder();
    void suitesCanBeChosen();
    void aCheckoutIsADirectory();
    void nothingFoundIsAnError();
};

void TestRequirement::scalarsKeepTheirTypes()
{
    QCOMPARE(inputOf("5"), Value(5));
    QVERIFY(inputOf("5").is_number_integer());
    QCOMPARE(inputOf("'5'"), Value("5"));
    QCOMPARE(inputOf("\"5\""), Value("5"));
    QCOMPARE(inputOf("1.5"), Value(1.5));
    QCOMPARE(inputOf("true"), Value(true));
    QCOMPARE(inputOf("'true'"), Value("true"));
    QCOMPARE(inputOf("~"), Value());
    QCOMPARE(inputOf("null"), Value());
    QCOMPARE(inputOf("'null'"), Value("null"));
    QCOMPARE(inputOf(""), Value());
    QCOMPARE(inputOf("''"), Value(""));
    QCOMPARE(inputOf("World"), Value("World"));
    QCOMPARE(inputOf("'*'"), Value("*"));
    QCOMPARE(inputOf("'\"abc\"'"), Value("\"abc\""));
    QCOMPARE(inputOf("${/^[0-5]$/}"), Value("${/^[0-5]$/}"));
}

void TestRequirement::structuresAreRead()
{
    QCOMPARE(inputOf("[admin, 1, '1']"), Value::array({"admin", 1, "1"}));
    QCOMPARE(inputOf("{}"), Value::object());
    QCOMPARE(inputOf("{b: {c: ~}, a: 1}").dump(), std::string("{\"b\":{\"c\":null},\"a\":1}"));
}

void TestRequirement::aFileIsRead()
{
    QTemporaryDir folder;
    write(folder, "4-5.yaml",
          "---\n# a comment\ndescription: Heartbeat\nhandler: |\n  Two\n  lines.\noptional: true\nasync: true\n"
          "AsyncInvoke: true\nVariables:\n  CB: ${GEN_STR:3}\nInput: ${CB}\nCallbackActions:\n"
          "  - CallbackName: ${CB}\n    Operation: heartbeat\nExpectedExecutionHistory:\n  - EventId: 2\n"
          "ExpectedResult:\n  ExecutionStatus: SUCCEEDED\nExpectedLogs:\n  - match: {a: 1}\n");
    const auto made = readRequirement(pathOf(folder) / "4-5.yaml", "callback");
    QVERIFY(made);
    QCOMPARE(made->id, std::string("4-5"));
    QCOMPARE(made->suite, std::string("callback"));
    QCOMPARE(made->description, std::string("Heartbeat"));
    QCOMPARE(made->handler, std::string("Two\nlines.\n"));
    QVERIFY(made->optional);
    QVERIFY(made->asynchronous);
    QVERIFY(made->checksResult);
    QCOMPARE(made->input, Value("${CB}"));
    QCOMPARE(made->callbackActions.size(), 1u);
    QCOMPARE(made->expectedEvents.size(), 1u);
    QCOMPARE(made->expectedLogs.size(), 1u);
}

void TestRequirement::whatIsNotThereIsNull()
{
    const auto made = parseRequirement("description: x\n", "1-1", "step");
    QVERIFY(made);
    QVERIFY(made->input.is_null());
    QVERIFY(made->variables.is_null());
    QVERIFY(made->callbackActions.is_null());
    QVERIFY(made->expectedLogs.is_null());
    QVERIFY(!made->optional);
    QVERIFY(!made->asynchronous);
}

void TestRequirement::withoutResultOnlyEventsCount()
{
    QVERIFY(!parseRequirement("Input:\n", "2-4", "wait")->checksResult);
    QVERIFY(!parseRequirement("ExpectedResult:\n", "2-4", "wait")->checksResult);
    QVERIFY(parseRequirement("ExpectedResult: {ExecutionStatus: FAILED}\n", "2-4", "wait")->checksResult);
}

void TestRequirement::brokenFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::newRow("no YAML") << QByteArray("a: [1\n");
    QTest::newRow("a list") << QByteArray("- 1\n");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("two documents") << QByteArray("a: 1\n---\nb: 2\n");
    QTest::newRow("events that are no list") << QByteArray("ExpectedExecutionHistory: {a: 1}\n");
    QTest::newRow("an interval that is no number") << QByteArray("AsyncConfig: {PollIntervalSeconds: soon}\n");
    QTest::newRow("an interval of nothing") << QByteArray("AsyncConfig: {PollIntervalSeconds: 0}\n");
}

void TestRequirement::brokenFilesAreRefused()
{
    QFETCH(QByteArray, yaml);
    QTemporaryDir folder;
    write(folder, "1-1.yaml", yaml);
    const auto made = readRequirement(pathOf(folder) / "1-1.yaml", "step");
    QVERIFY(!made);
    QVERIFY(made.error().place.source.ends_with("1-1.yaml"));
    QCOMPARE(readRequirement(pathOf(folder) / "none.yaml", "step").error().code, core::ErrorCode::Unreadable);
}

void TestRequirement::pollingCanBeConfigured()
{
    using namespace std::chrono_literals;
    const auto standard = parseRequirement("AsyncInvoke: true\n", "1-1", "step");
    QVERIFY(standard->pollInterval == 2s);
    QVERIFY(standard->noProgressTimeout == 30s);
    const auto made =
        parseRequirement("AsyncConfig:\n  PollIntervalSeconds: 0.5\n  NoProgressTimeoutSeconds: 60\n", "1-1", "step");
    QVERIFY(made->pollInterval == 500ms);
    QVERIFY(made->noProgressTimeout == 60s);
}

void TestRequirement::textsAreGenerated()
{
    const auto bindings =
        resolveVariables({{"A", "${GEN_STR:8}"}, {"B", "${GEN_STR:8}"}, {"C", "${GEN_STR:0}"}}, "1-7");
    QVERIFY(bindings);
    const std::string a = bindings->find("A")->get<std::string>();
    QCOMPARE(a.size(), 8u);
    QVERIFY(a.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos);
    QVERIFY(*bindings->find("B") != *bindings->find("A"));
    QCOMPARE(*bindings->find("C"), Value(""));
}

void TestRequirement::generatedTextsDependOnTheSeedOnly()
{
    const Value variables = {{"A", "${GEN_STR:12}"}};
    const auto first = resolveVariables(variables, "1-7");
    QCOMPARE(*resolveVariables(variables, "1-7")->find("A"), *first->find("A"));
    QVERIFY(*resolveVariables(variables, "1-8")->find("A") != *first->find("A"));
}

void TestRequirement::otherVariablesAreLiteral()
{
    const auto bindings =
        resolveVariables({{"A", "x${GEN_STR:8}"}, {"B", "${GEN_STR:}"}, {"C", 5}, {"D", true}, {"E", "${A}"}}, "1-1");
    QCOMPARE(*bindings->find("A"), Value("x${GEN_STR:8}"));
    QCOMPARE(*bindings->find("B"), Value("${GEN_STR:}"));
    QCOMPARE(*bindings->find("C"), Value("5"));
    QCOMPARE(*bindings->find("D"), Value("True"));
    QCOMPARE(*bindings->find("E"), Value("${A}"));
    QVERIFY(resolveVariables(nullptr, "1-1"));
}

void TestRequirement::brokenVariablesAreRefused()
{
    QVERIFY(!resolveVariables(Value::array({1}), "1-1"));
    QVERIFY(!resolveVariables({{"A", "${GEN_STR:99999999999}"}}, "1-1"));
}

void TestRequirement::substitutionIsRecursive()
{
    Bindings bindings;
    bindings.bind("A", "x");
    QCOMPARE(bindings.substitute({{"${A}", {"${A}", 1, {{"k", "<${A}>"}}}}}),
             Value({{"${A}", {"x", 1, {{"k", "<x>"}}}}}));
    QCOMPARE(bindings.substitute(nullptr), Value());
}

void TestRequirement::filesAreFoundInOrder()
{
    QTemporaryDir folder;
    for (const char* path : {"step/1-10.yaml", "step/1-2.yaml", "map/9-1.yaml", "map/deeper/9-3.yaml", "map/notes.txt",
                             "loose.yaml", "wait/named.yaml"})
        write(folder, path);
    const auto files = findRequirements(pathOf(folder), {});
    QVERIFY(files);
    QCOMPARE(idsOf(*files), (std::vector<std::string>{"wait/named", "step/1-2", "step/1-10", "map/9-1", "map/9-3"}));
}

void TestRequirement::suitesCanBeChosen()
{
    QTemporaryDir folder;
    for (const char* path : {"step/1-1.yaml", "map/9-1.yaml", "wait/2-1.yaml"})
        write(folder, path);
    QCOMPARE(idsOf(*findRequirements(pathOf(folder), {"wait", "map"})),
             (std::vector<std::string>{"wait/2-1", "map/9-1"}));
    const auto unknown = findRequirements(pathOf(folder), {"map", "mop"});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, core::ErrorCode::Usage);
    QCOMPARE(unknown.error().remedy, std::string("suites are map, step, wait"));
}

void TestRequirement::aCheckoutIsADirectory()
{
    for (const char* name : {"test-requirements", "test_requirements"}) {
        QTemporaryDir folder;
        write(folder, std::string(name) + "/step/1-1.yaml");
        write(folder, "docs/example.yaml");
        QCOMPARE(idsOf(*findRequirements(pathOf(folder), {})), (std::vector<std::string>{"step/1-1"}));
    }
}

void TestRequirement::nothingFoundIsAnError()
{
    QTemporaryDir folder;
    QCOMPARE(findRequirements(pathOf(folder), {}).error().code, core::ErrorCode::NotFound);
    QCOMPARE(findRequirements(pathOf(folder) / "none", {}).error().code, core::ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestRequirement)
#include "tst_requirement.moc"
