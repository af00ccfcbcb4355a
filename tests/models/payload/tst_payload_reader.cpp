// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/reader.h"
#include "models/payload/payload_reader.h"

#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace durascope;
using core::EventIndex;
using models::PayloadReader;
using models::PayloadStatus;

namespace {

/// A started execution whose end carries that result wrapper.
std::shared_ptr<const history::EventLog> logWithResult(const std::string& wrapper)
{
    const std::string text =
        R"({"Events":[{"EventType":"ExecutionStarted","EventId":1,"EventTimestamp":1764802792.1,"Id":"e",)"
        R"("ExecutionStartedDetails":{"Input":{"Payload":"{}","Truncated":false}}},)"
        R"({"EventType":"ExecutionSucceeded","EventId":2,"EventTimestamp":1764802793.1,"Id":"e",)"
        R"("ExecutionSucceededDetails":{"Result":)" +
        wrapper + "}}]}";
    auto log = history::readHistoryText(text, "test");
    return log ? *log : nullptr;
}

/// A wrapper around an array with one string of that many characters.
std::string longPayload(std::size_t characters)
{
    return "{\"Payload\":\"[\\\"" + std::string(characters, 'x') + "\\\"]\"}";
}

constexpr EventIndex kResult{1};

} // namespace

class TestPayloadReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryWrapper_data();
    void readsEveryWrapper();
    void longOnesAreReadOnAWorker();
    void onlyTheNewestCounts();
    void mayBeDeletedWhileReading();
    void unescapedTextIsNotCopied();
    void previewsCostWhatIsShown();
    void jsonInsideStrings();
};

void TestPayloadReader::readsEveryWrapper_data()
{
    QTest::addColumn<QByteArray>("wrapper");
    QTest::addColumn<PayloadStatus>("status");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isJson");
    QTest::addColumn<bool>("truncated");
    QTest::newRow("object") << QByteArray(R"({"Payload":"{\"a\":1}","Truncated":false})") << PayloadStatus::Ready
                            << QByteArray(R"({"a":1})") << true << false;
    QTest::newRow("json null") << QByteArray(R"({"Payload":"null"})") << PayloadStatus::Ready << QByteArray("null")
                               << true << false;
    QTest::newRow("plain text") << QByteArray(R"({"Payload":"hello there"})") << PayloadStatus::Ready
                                << QByteArray("hello there") << false << false;
    QTest::newRow("empty text") << QByteArray(R"({"Payload":""})") << PayloadStatus::Ready << QByteArray() << false
                                << false;
    QTest::newRow("no value") << QByteArray(R"({"Truncated":false})") << PayloadStatus::NoValue << QByteArray() << false
                              << false;
    QTest::newRow("no wrapper members") << QByteArray("{}") << PayloadStatus::NoValue << QByteArray() << false << false;
    QTest::newRow("not downloaded") << QByteArray(R"({"Truncated":true})") << PayloadStatus::NotDownloaded
                                    << QByteArray() << false << true;
    QTest::newRow("truncated") << QByteArray(R"({"Payload":"{\"a\":","Truncated":true})") << PayloadStatus::Ready
                               << QByteArray(R"({"a":)") << false << true;
    QTest::newRow("python envelope") << QByteArray(R"({"Payload":"{\"t\":\"m\",\"v\":{}}"})") << PayloadStatus::Ready
                                     << QByteArray(R"({"t":"m","v":{}})") << true << false;
}

void TestPayloadReader::readsEveryWrapper()
{
    QFETCH(QByteArray, wrapper);
    const auto log = logWithResult(wrapper.toStdString());
    QVERIFY(log);
    PayloadReader reader;
    QSignalSpy spy(&reader, &PayloadReader::changed);
    reader.read(log, kResult);
    QCOMPARE(spy.count(), 1);
    QTEST(reader.status(), "status");
    QTEST(reader.isTruncated(), "truncated");
    if (reader.status() == PayloadStatus::Ready) {
        QVERIFY(reader.content());
        QTEST(QByteArray(reader.content()->text.data(), static_cast<qsizetype>(reader.content()->text.size())), "text");
        QTEST(reader.content()->isJson(), "isJson");
    } else {
        QVERIFY(!reader.content());
    }
    reader.read(log, kResult); // what is shown already is not read again
    QCOMPARE(spy.count(), 1);
}

void TestPayloadReader::longOnesAreReadOnAWorker()
{
    const auto log = logWithResult(longPayload(1'000'000));
    QVERIFY(log);
    PayloadReader reader;
    reader.read(log, kResult);
    QCOMPARE(reader.status(), PayloadStatus::Reading);
    QVERIFY(reader.storedBytes() > 1'000'000);
    QTRY_COMPARE(reader.status(), PayloadStatus::Ready);
    QVERIFY(reader.content()->isJson());
    QCOMPARE(reader.content()->text.size(), std::size_t{1'000'004});
}

void TestPayloadReader::onlyTheNewestCounts()
{
    const auto log = logWithResult(longPayload(1'000'000));
    PayloadReader reader;
    reader.read(log, kResult);
    reader.readText("short");
    QCOMPARE(reader.status(), PayloadStatus::Ready);
    QVERIFY(QThreadPool::globalInstance()->waitForDone());
    QCoreApplication::processEvents();
    QCOMPARE(reader.content()->text, std::string_view("short"));
    reader.clear();
    QCOMPARE(reader.status(), PayloadStatus::Nothing);
    QVERIFY(!reader.content());
}

void TestPayloadReader::mayBeDeletedWhileReading()
{
    auto log = logWithResult(longPayload(4'000'000));
    auto reader = std::make_unique<PayloadReader>();
    reader->read(log, kResult);
    log.reset();
    reader.reset();
    QVERIFY(QThreadPool::globalInstance()->waitForDone());
    QCoreApplication::processEvents();
}

void TestPayloadReader::unescapedTextIsNotCopied()
{
    const auto log = logWithResult(R"({"Payload":"[1,2,3]"})");
    const auto content = models::contentOf(log, kResult);
    QCOMPARE(content->text, std::string_view("[1,2,3]"));
    const std::string_view bytes = log->bytes();
    QVERIFY(content->text.data() >= bytes.data() && content->text.data() < bytes.data() + bytes.size());
}

void TestPayloadReader::previewsCostWhatIsShown()
{
    const auto preview = [](const std::string& literal, std::size_t count) {
        return models::stringPreview({core::JsonKind::String, literal}, count);
    };
    QCOMPARE(preview(R"("short")", 20), QStringLiteral("short"));
    QCOMPARE(preview(R"("tab\tand \u202e")", 20).contains(QChar(0x202e)), false);
    const QString cut = preview('"' + std::string(1'000'000, 'x') + '"', 20);
    QCOMPARE(cut.size(), 20);
    QVERIFY(cut.endsWith(u'…'));
    // Cuts never fall into an escape or a character.
    for (int shift = 0; shift < 12; ++shift) {
        const std::string lead(static_cast<std::size_t>(shift), 'a');
        std::string literal = '"' + lead;
        for (int i = 0; i < 200; ++i)
            literal += "\\u00e4ä\\n";
        const QString shown = preview(literal + '"', 30);
        QVERIFY2(!shown.contains(QChar::ReplacementCharacter), qPrintable(shown));
    }
}

void TestPayloadReader::jsonInsideStrings()
{
    const auto inside = [](const std::string& literal) -> std::string {
        const core::JsonView view{core::JsonKind::String, literal};
        const auto content = models::contentInside(view, nullptr);
        return content ? std::string(content->text) : std::string();
    };
    // Raw strings stay outside of macros: moc of Qt 6.4 loses its way in them.
    const std::string object = R"({"a":1})";
    const std::string once = R"("{\"a\":1}")";
    const std::string twice = R"("\"{\\\"a\\\":1}\"")";
    const std::string array = R"("\n[1]\n")";
    QCOMPARE(inside(once), object);
    QCOMPARE(inside(twice), object);
    QCOMPARE(inside("\"42\""), std::string());
    QCOMPARE(inside("\"{not json}\""), std::string());
    for (const std::string& literal : {once, twice, array})
        QVERIFY2(models::looksLikeJsonInside({core::JsonKind::String, literal}), literal.c_str());
    QVERIFY(!models::looksLikeJsonInside({core::JsonKind::String, "\"plain\""}));
    QVERIFY(!models::looksLikeJsonInside({core::JsonKind::String, "\"\""}));
}

QTEST_GUILESS_MAIN(TestPayloadReader)
#include "tst_payload_reader.moc"
