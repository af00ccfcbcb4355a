// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/payload_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace durascope;
using core::JsonKind;
using models::PayloadModel;

namespace {

/// The tester must not fetch by itself: it would while it still counts a reset as under way.
struct Tester : QAbstractItemModelTester
{
    explicit Tester(PayloadModel* model)
        : QAbstractItemModelTester(model, FailureReportingMode::Fatal)
    {
        setUseFetchMore(false);
    }
};

void fetchAll(PayloadModel& model, const QModelIndex& parent = {})
{
    while (model.canFetchMore(parent))
        model.fetchMore(parent);
}

QString valueText(const PayloadModel& model, const QModelIndex& index)
{
    return model.data(index.siblingAtColumn(PayloadModel::ValueColumn)).toString();
}

QModelIndex child(PayloadModel& model, int row, const QModelIndex& parent = {})
{
    fetchAll(model, parent);
    return model.index(row, 0, parent);
}

} // namespace

class TestPayloadModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsMembersAndKinds();
    void pathsLeadToTheValue();
    void opensJsonInStrings();
    void scalarsHaveOneRow_data();
    void scalarsHaveOneRow();
    void hostilePayloadsKeepTheRules_data();
    void hostilePayloadsKeepTheRules();
    void pagesLongArrays();
    void buildsNothingThatIsNotOpened();
    void countsBigContainersOnAWorker();
    void mayBeDeletedWhileItReads();
    void anotherContentForgetsReading();
    void tellsWhatCopyingGives();
};

void TestPayloadModel::showsMembersAndKinds()
{
    PayloadModel model;
    const Tester tester(&model);
    model.setContent(models::contentOf(
        std::string(R"({"id":"a\u0007b","n":12.50,"yes":true,"nil":null,"list":[1,2,3],"none":{},"o":{"k":1}})")));
    fetchAll(model);
    QCOMPARE(model.rowCount(), 7);
    const QStringList keys{QStringLiteral("id"),   QStringLiteral("n"),    QStringLiteral("yes"), QStringLiteral("nil"),
                           QStringLiteral("list"), QStringLiteral("none"), QStringLiteral("o")};
    const QStringList values{QStringLiteral("\"a␇b\""), QStringLiteral("12.50"), QStringLiteral("true"),
                             QStringLiteral("null"),    QStringLiteral("[3]"),   QStringLiteral("{}"),
                             QStringLiteral("{1}")};
    const std::vector<JsonKind> kinds{JsonKind::String, JsonKind::Number, JsonKind::True,  JsonKind::Null,
                                      JsonKind::Array,  JsonKind::Object, JsonKind::Object};
    for (int row = 0; row < 7; ++row) {
        const QModelIndex index = model.index(row, 0);
        QCOMPARE(index.data().toString(), keys[row]);
        QCOMPARE(valueText(model, index), values[row]);
        QCOMPARE(index.data(PayloadModel::KindRole).toInt(), static_cast<int>(kinds[static_cast<std::size_t>(row)]));
    }
    QVERIFY(model.hasChildren(model.index(4, 0)));
    QVERIFY(!model.hasChildren(model.index(5, 0)));
    QVERIFY(!model.hasChildren(model.index(0, 0)));
}

void TestPayloadModel::pathsLeadToTheValue()
{
    PayloadModel model;
    model.setContent(models::contentOf(std::string(R"({"items":[{"sku":"x"},{"a b":{"c":1}}]})")));
    const QModelIndex items = child(model, 0);
    const QModelIndex second = child(model, 1, items);
    const QModelIndex c = child(model, 0, child(model, 0, second));
    QCOMPARE(second.data(PayloadModel::PathRole).toString(), QStringLiteral("$.items[1]"));
    QCOMPARE(c.data(PayloadModel::PathRole).toString(), QStringLiteral("$.items[1][\"a b\"].c"));
    QCOMPARE(c.data(PayloadModel::JqRole).toString(), QStringLiteral(".items[1][\"a b\"].c"));
    QCOMPARE(second.data().toString(), QStringLiteral("1"));
    QCOMPARE(c.parent().parent(), second);
}

void TestPayloadModel::opensJsonInStrings()
{
    PayloadModel model;
    const Tester tester(&model);
    model.setContent(models::contentOf(std::string(R"({"body":"{\"id\":7,\"deep\":\"[1,2]\"}","text":"{no json}"})")));
    fetchAll(model);
    const QModelIndex body = model.index(0, 0);
    QVERIFY(body.data(PayloadModel::EmbeddedRole).toBool());
    QVERIFY(!model.index(1, 0).data(PayloadModel::EmbeddedRole).toBool());
    QVERIFY(model.hasChildren(body));
    QVERIFY(!model.hasChildren(model.index(1, 0)));
    fetchAll(model, body);
    QCOMPARE(model.rowCount(body), 2);
    QCOMPARE(model.index(0, 0, body).data(PayloadModel::PathRole).toString(), QStringLiteral("$.body → $.id"));
    const QModelIndex one = child(model, 1, child(model, 1, body));
    QCOMPARE(one.data(PayloadModel::JqRole).toString(), QStringLiteral(".body | fromjson | .deep | fromjson | .[1]"));
    QCOMPARE(body.data(PayloadModel::FullTextRole).toString(), QStringLiteral(R"({"id":7,"deep":"[1,2]"})"));
}

void TestPayloadModel::scalarsHaveOneRow_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("path");
    QTest::newRow("number") << QByteArray("42") << QStringLiteral("42") << QStringLiteral("$");
    QTest::newRow("null") << QByteArray(" null ") << QStringLiteral("null") << QStringLiteral("$");
    QTest::newRow("string") << QByteArray("\"x\"") << QStringLiteral("\"x\"") << QStringLiteral("$");
    QTest::newRow("empty array") << QByteArray("[ ]") << QStringLiteral("[]") << QStringLiteral("$");
    QTest::newRow("empty object") << QByteArray("{}") << QStringLiteral("{}") << QStringLiteral("$");
    QTest::newRow("no json") << QByteArray("{oops") << QStringLiteral("{oops") << QStringLiteral("$");
    QTest::newRow("empty") << QByteArray() << QString() << QStringLiteral("$");
}

void TestPayloadModel::scalarsHaveOneRow()
{
    QFETCH(QByteArray, text);
    PayloadModel model;
    const Tester tester(&model);
    model.setContent(models::contentOf(text.toStdString()));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), QString());
    QTEST(valueText(model, model.index(0, 0)), "value");
    QTEST(model.index(0, 0).data(PayloadModel::PathRole).toString(), "path");
    model.setContent(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestPayloadModel::hostilePayloadsKeepTheRules_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto nested = [](int depth) -> QByteArray { return QByteArray(depth, '[') + QByteArray(depth, ']'); };
    QTest::newRow("as deep as allowed") << nested(500);
    QTest::newRow("too deep") << nested(100'000);
    QTest::newRow("key of 100 kB") << QByteArray("{\"" + QByteArray(100'000, 'k') + "\":1}");
    QTest::newRow("string of 1 MB") << QByteArray("[\"" + QByteArray(1'000'000, 'v') + "\"]");
    QTest::newRow("string that begins as JSON")
        << QByteArray("[\"{" + QByteArray(500'000, 'v') + "}\",\"[" + QByteArray(20'000, 'v') + "]\"]");
    QTest::newRow("lone surrogates") << QByteArray(R"({"\ud800":"\udfff\ud83d"})");
    QTest::newRow("bidi and controls") << QByteArray("{\"a\\u202eb\":\"\\u0000\\u001b[2J\"}");
    QTest::newRow("html") << QByteArray(R"({"<b>x</b>":"<img src='file:///etc/passwd'>"})");
    QByteArray strings = R"("x")";
    for (int i = 0; i < 12; ++i)
        strings = '"' + strings.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    QTest::newRow("encoded again and again") << strings;
}

void TestPayloadModel::hostilePayloadsKeepTheRules()
{
    QFETCH(QByteArray, text);
    PayloadModel model;
    const Tester tester(&model);
    model.setContent(models::contentOf(text.toStdString()));
    QModelIndex at;
    for (int depth = 0; depth < 600; ++depth) {
        if (model.canFetchMore(at))
            model.fetchMore(at);
        QTRY_VERIFY(!model.isReading(at));
        if (model.rowCount(at) == 0)
            break;
        const QModelIndex first = model.index(0, 0, at);
        for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)}) {
            const QString shown = first.data(role).toString() + valueText(model, first);
            QVERIFY(shown.size() < 20'000);
            QVERIFY(!shown.contains(QChar(0x1b)) && !shown.contains(QChar(0x202e)) && !shown.contains(QChar(0)));
        }
        QVERIFY(!first.data(Qt::ToolTipRole).toString().contains(QLatin1String("<b>")));
        QVERIFY(!first.siblingAtColumn(1).data(Qt::ToolTipRole).toString().contains(QLatin1String("<img")));
        at = first;
    }
}

void TestPayloadModel::pagesLongArrays()
{
    std::string text = "{\"list\":[";
    for (int i = 0; i < 100'000; ++i)
        text += (i > 0 ? "," : "") + std::string("1");
    text += "]}";
    PayloadModel model;
    const Tester tester(&model); // before there is content: it looks around once when it is made, and would fetch
    model.setContent(models::contentOf(text));
    model.fetchMore({});
    const QModelIndex list = child(model, 0);
    model.fetchMore(list);
    QCOMPARE(model.rowCount(list), PayloadModel::kPageSize);
    QVERIFY(model.canFetchMore(list));
    model.fetchMore(list);
    QCOMPARE(model.rowCount(list), 2 * PayloadModel::kPageSize);
    QCOMPARE(model.index(1'500, 0, list).data().toString(), QStringLiteral("1500"));
}

void TestPayloadModel::buildsNothingThatIsNotOpened()
{
    std::string text = "{\"big\":[";
    for (int i = 0; text.size() < 20'000'000; ++i)
        text += (i > 0 ? "," : "") + std::string(R"({"sku":"0123456789","inner":{"a":[1,2,3]}})");
    text += "],\"small\":1}";
    const auto content = models::contentOf(std::move(text));
    PayloadModel model;
    model.setContent(content);
    model.fetchMore({});
    QVERIFY(model.isReading({})); // 20 MB are scanned on the worker
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(model.nodeCount(), std::size_t{3});
    QCOMPARE(valueText(model, model.index(1, 0)), QStringLiteral("1"));
    const QModelIndex big = model.index(0, 0);
    model.fetchMore(big);
    QTRY_COMPARE(model.rowCount(big), PayloadModel::kPageSize);
    QCOMPARE(model.nodeCount(), std::size_t{3 + PayloadModel::kPageSize});
}

void TestPayloadModel::countsBigContainersOnAWorker()
{
    std::string text = "{\"a\":[\"" + std::string(400'000, 'x') + "\",2,3]}";
    PayloadModel model;
    model.setContent(models::contentOf(text));
    model.fetchMore({});
    QTRY_COMPARE(model.rowCount(), 1);
    QSignalSpy spy(&model, &PayloadModel::dataChanged);
    QCOMPARE(valueText(model, model.index(0, 0)), QStringLiteral("[…]"));
    QVERIFY(spy.wait());
    QCOMPARE(valueText(model, model.index(0, 0)), QStringLiteral("[3]"));
}

void TestPayloadModel::mayBeDeletedWhileItReads()
{
    std::string text = "[\"" + std::string(8'000'000, 'x') + "\"]";
    auto model = std::make_unique<PayloadModel>();
    model->setContent(models::contentOf(std::move(text)));
    model->fetchMore({});
    QVERIFY(model->isReading({}));
    model.reset(); // the text lives as long as the worker looks at it
    QVERIFY(QThreadPool::globalInstance()->waitForDone());
    QCoreApplication::processEvents();
}

void TestPayloadModel::anotherContentForgetsReading()
{
    PayloadModel model;
    const Tester tester(&model);
    model.setContent(models::contentOf("[\"" + std::string(8'000'000, 'x') + "\",1]"));
    if (model.canFetchMore({}))
        model.fetchMore({});
    model.setContent(models::contentOf(std::string("[5]")));
    fetchAll(model);
    QVERIFY(QThreadPool::globalInstance()->waitForDone());
    QCoreApplication::processEvents();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(valueText(model, model.index(0, 0)), QStringLiteral("5"));
}

void TestPayloadModel::tellsWhatCopyingGives()
{
    PayloadModel model;
    model.setContent(models::contentOf(std::string(R"(["a\nb",{"x":1},1e2])")));
    fetchAll(model);
    const auto copied = [&](int row) {
        return QString::fromStdString(PayloadModel::valueText(model.value(model.index(row, 0))));
    };
    QCOMPARE(copied(0), QStringLiteral("a\nb"));
    QCOMPARE(copied(1), QStringLiteral("{\n  \"x\": 1\n}"));
    QCOMPARE(copied(2), QStringLiteral("1e2"));
}

QTEST_GUILESS_MAIN(TestPayloadModel)
#include "tst_payload_model.moc"
