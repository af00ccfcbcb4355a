// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/duration_text.h"
#include "app/durable/error_json.h"
#include "app/durable/handler_name.h"
#include "app/durable/line_reader.h"
#include "app/durable/run_command.h"

#include <QtTest>

#include <unistd.h>

using namespace durascope;
using namespace durascope::app;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(HandlerForm)

/// The small parts of `durable run` that are worth a table.
class RunPartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handlerNames_data();
    void handlerNames();
    void handlerNamesThatAreNone_data();
    void handlerNamesThatAreNone();
    void durations_data();
    void durations();
    void errors();
    void answers();
    void linesAreRead();
    void aStopEndsTheReading();
};

void RunPartsTest::handlerNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<HandlerForm>("form");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("name");
    const auto row = [](const char* text, HandlerForm form, const char* target, const char* name) {
        QTest::newRow(text) << QString::fromLatin1(text) << form << QString::fromLatin1(target)
                            << QString::fromLatin1(name);
    };
    row("sample:saga", HandlerForm::Sample, "saga", "");
    row("sample:", HandlerForm::Sample, "", "");
    row("libx.so:checkout", HandlerForm::SharedLibrary, "libx.so", "checkout");
    row("/a:b/libx.so.1.2:checkout", HandlerForm::SharedLibrary, "/a:b/libx.so.1.2", "checkout");
    row("a/b.mjs", HandlerForm::Node, "a/b.mjs", "");
    row("a/b.js#main", HandlerForm::Node, "a/b.js", "main");
    row("b.cjs#x", HandlerForm::Node, "b.cjs", "x");
    row("b.ts", HandlerForm::TypeScript, "b.ts", "");
    row("b.py", HandlerForm::Python, "b.py", "");
    row("b.py:main", HandlerForm::Python, "b.py", "main");
    row("template.yaml#Shop", HandlerForm::Template, "template.yaml", "Shop");
    row("template.json#Shop", HandlerForm::Template, "template.json", "Shop");
    row("exec:./run --fast", HandlerForm::Program, "./run --fast", "");
}

void RunPartsTest::handlerNames()
{
    QFETCH(QString, text);
    const auto name = parseHandlerName(text.toStdString());
    QVERIFY(name.has_value());
    QTEST(name->form, "form");
    QTEST(QString::fromStdString(name->target), "target");
    QTEST(QString::fromStdString(name->name), "name");
}

void RunPartsTest::handlerNamesThatAreNone_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "saga", "lib:x", "libx.so", "libx.so:", "template.yaml", "order.json", ".so:x", ".mjs"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void RunPartsTest::handlerNamesThatAreNone()
{
    QFETCH(QString, text);
    const auto name = parseHandlerName(text.toStdString());
    QVERIFY(!name.has_value());
    QCOMPARE(name.error().code, core::ErrorCode::Usage);
    QVERIFY(!name.error().remedy.empty());
}

void RunPartsTest::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds"); // 0: none
    QTest::newRow("minutes") << QStringLiteral("5m") << qint64{300'000};
    QTest::newRow("several") << QStringLiteral("2d 3h1m") << qint64{(51 * 60 + 1) * 60'000};
    QTest::newRow("milliseconds") << QStringLiteral("1s250ms") << qint64{1250};
    for (const char* text : {"", "5", "m", "5x", "1m2h", "1m1m", "-1s", "0s", "1.5h", "99999999999999999999d",
                             "5m "
                             "x"})
        QTest::newRow(text) << QString::fromLatin1(text) << qint64{0};
}

void RunPartsTest::durations()
{
    QFETCH(QString, text);
    QFETCH(qint64, milliseconds);
    const auto duration = parseDuration(text.toStdString());
    QCOMPARE(duration.has_value(), milliseconds != 0);
    QCOMPARE(duration.value_or(0us) / 1ms, milliseconds);
}

void RunPartsTest::errors()
{
    const auto whole = errorFromJson(R"({"ErrorMessage":"m","ErrorType":"T","ErrorData":"d","StackTrace":["a","b"]})");
    QVERIFY(whole.has_value());
    QCOMPARE(*whole, (core::ErrorObject{"m", "T", "d", std::vector<std::string>{"a", "b"}}));
    QCOMPARE(*errorFromJson(errorToJson(*whole)), *whole);
    QCOMPARE(*errorFromJson("\"only words\""), (core::ErrorObject{"only words", {}, {}, {}}));
    QCOMPARE(*errorFromJson("{}"), core::ErrorObject{});
    QCOMPARE(errorToJson({}), std::string("{}"));
    for (const char* bad : {"5", "[]", "{\"ErrorKind\":1}", "{"})
        QVERIFY2(!errorFromJson(bad).has_value(), bad);
}

void RunPartsTest::answers()
{
    const auto answer = parseAnswer("ask=a=[1]", false);
    QVERIFY(!answer.has_value()); // the value is "a=[1]"
    const auto result = parseAnswer("ask={\"a\":1}", false);
    QCOMPARE(result->callback, std::string("ask"));
    QCOMPARE(*result->result, std::string("{\"a\":1}"));
    QVERIFY(!result->error);
    QCOMPARE(*parseAnswer("ask=\"no\"", true)->error->message, std::string("no"));
    for (const char* bad : {"", "ask", "=1", "ask=", "ask=no"})
        QVERIFY2(!parseAnswer(bad, false).has_value(), bad);
    QVERIFY(!parseAnswer("ask=1", true).has_value());
}

void RunPartsTest::linesAreRead()
{
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    const QByteArray text("one\n\nthree\nfour");
    QCOMPARE(::write(ends[1], text.data(), static_cast<std::size_t>(text.size())), ssize_t(text.size()));
    LineReader reader(ends[0], {});
    QCOMPARE(reader.next(), std::optional<std::string>("one"));
    QCOMPARE(reader.next(), std::optional<std::string>(""));
    ::close(ends[1]);
    QCOMPARE(reader.next(), std::optional<std::string>("three"));
    QCOMPARE(reader.next(), std::optional<std::string>("four"));
    QVERIFY(!reader.next());
    ::close(ends[0]);
    QVERIFY(!LineReader(-1, {}).next());
    QCOMPARE(LineReader(-1, {}).rest(), std::optional<std::string>(""));
}

void RunPartsTest::aStopEndsTheReading()
{
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    std::stop_source stop;
    stop.request_stop();
    LineReader reader(ends[0], stop.get_token());
    QVERIFY(!reader.next());
    QVERIFY(!reader.rest());
    ::close(ends[0]);
    ::close(ends[1]);
}

QTEST_APPLESS_MAIN(RunPartsTest)
#include "tst_run_parts.moc"
