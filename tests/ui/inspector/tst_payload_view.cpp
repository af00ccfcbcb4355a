// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/reader.h"
#include "ui/inspector/payload_text_view.h"
#include "ui/inspector/payload_tree.h"
#include "ui/inspector/payload_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

using namespace durascope;
using core::EventIndex;
using models::PayloadModel;
using models::PayloadStatus;

namespace {

std::shared_ptr<const history::EventLog> logWithResult(const std::string& wrapper)
{
    auto log = history::readHistoryText(
        R"({"Events":[{"EventType":"ExecutionStarted","EventId":1,"EventTimestamp":100.1,"Id":"e",)"
        R"("ExecutionStartedDetails":{"Input":{"Payload":"{}","Truncated":false}}},)"
        R"({"EventType":"ExecutionSucceeded","EventId":2,"EventTimestamp":101.1,"Id":"e",)"
        R"("ExecutionSucceededDetails":{"Result":)" +
            wrapper + "}}]}",
        "test");
    return log ? *log : nullptr;
}

struct Shown
{
    explicit Shown(const std::string& text)
    {
        view.resize(380, 500);
        view.show();
        view.showText(text);
    }
    ui::PayloadView view{QStringLiteral("Payload")};
};

} // namespace

class TestPayloadView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void tellsTheKindsOfNothingApart();
    void opensTwoLevels();
    void copiesByKeys();
    void opensAndClosesSubtrees();
    void fetchesMoreWhenTheLastRowIsInSight();
    void plainTextIsText();
    void longLinesAreCopiedWhole();
    void showsTheFirstMegabyte();
    void savesAll();
    void isReadingMeanwhile();
};

void TestPayloadView::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("durascope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_payload_view"));
}

void TestPayloadView::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!.*propagateSizeHints).*$")));
    QSettings().clear();
}

void TestPayloadView::tellsTheKindsOfNothingApart()
{
    ui::PayloadView view(QStringLiteral("Result"));
    view.resize(380, 400);
    view.show();
    view.showPayload(logWithResult(R"({"Truncated":false})"), EventIndex(1));
    const QString noValue = view.message();
    view.showPayload(logWithResult(R"({"Truncated":true})"), EventIndex(1));
    const QString notDownloaded = view.message();
    view.showPayload(logWithResult(R"({"Payload":""})"), EventIndex(1));
    const QString empty = view.message();
    view.showPayload(logWithResult(R"({"Payload":"null"})"), EventIndex(1));
    QCOMPARE(view.message(), QString());
    QCOMPARE(view.model().rowCount(), 1);
    QVERIFY(!noValue.isEmpty() && !notDownloaded.isEmpty() && !empty.isEmpty());
    QVERIFY(noValue != notDownloaded && noValue != empty && notDownloaded != empty);
    QVERIFY(notDownloaded.contains(QStringLiteral("IncludeExecutionData")));
    view.clear();
    QVERIFY(!view.tree()->isVisible());
}

void TestPayloadView::opensTwoLevels()
{
    Shown shown(R"({"a":{"b":{"c":1}},"s":"{\"json\":1}"})");
    QVERIFY(shown.view.tree()->isVisible());
    const QModelIndex a = shown.view.model().index(0, 0);
    QVERIFY(shown.view.tree()->isExpanded(a));
    QVERIFY(!shown.view.tree()->isExpanded(shown.view.model().index(0, 0, a)));
    QVERIFY(!shown.view.tree()->isExpanded(shown.view.model().index(1, 0)));
    // A payload that is nothing but a string with JSON in it is opened.
    shown.view.showText(R"("{\"json\":1}")");
    QVERIFY(shown.view.tree()->isExpanded(shown.view.model().index(0, 0)));
}

void TestPayloadView::copiesByKeys()
{
    Shown shown(R"({"a":[{"sku":"x\ny"}]})");
    ui::PayloadTree* tree = shown.view.tree();
    tree->setCurrentIndex(shown.view.model().index(0, 0));
    tree->expandSubtree();
    const QModelIndex first = shown.view.model().index(0, 0, shown.view.model().index(0, 0));
    tree->setCurrentIndex(shown.view.model().index(0, 0, first));
    QTest::keyClick(tree, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("x\ny"));
    QTest::keyClick(tree, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("$.a[0].sku"));
    tree->copyJqPath();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral(".a[0].sku"));
    shown.view.copyAll();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral(R"({"a":[{"sku":"x\ny"}]})"));
}

void TestPayloadView::opensAndClosesSubtrees()
{
    std::string text = "{\"a\":";
    for (int i = 0; i < 20; ++i)
        text += "{\"k\":";
    text += "1" + std::string(20, '}') + "}";
    Shown shown(text);
    ui::PayloadTree* tree = shown.view.tree();
    tree->setCurrentIndex(shown.view.model().index(0, 0));
    QTest::keyClick(tree, Qt::Key_Asterisk);
    QModelIndex at = shown.view.model().index(0, 0);
    for (int depth = 0; depth < 20; ++depth) {
        QVERIFY(tree->isExpanded(at));
        at = shown.view.model().index(0, 0, at);
    }
    QTest::keyClick(tree, Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(!tree->isExpanded(shown.view.model().index(0, 0)));
}

void TestPayloadView::fetchesMoreWhenTheLastRowIsInSight()
{
    std::string text = "{\"list\":[0";
    for (int i = 1; i < 3'000; ++i)
        text += "," + std::to_string(i);
    Shown shown(text + "]}");
    const QModelIndex list = shown.view.model().index(0, 0);
    shown.view.tree()->expand(list);
    QCOMPARE(shown.view.model().rowCount(list), PayloadModel::kPageSize);
    shown.view.tree()->scrollToBottom();
    QTRY_VERIFY(shown.view.model().rowCount(list) > PayloadModel::kPageSize);
}

void TestPayloadView::plainTextIsText()
{
    Shown shown("just <b>words</b>");
    QVERIFY(shown.view.textView()->isVisible());
    QCOMPARE(shown.view.textView()->edit()->toPlainText(), QStringLiteral("just <b>words</b>"));
    shown.view.showText("[1]"); // the wish for a tree was not forgotten
    QVERIFY(shown.view.tree()->isVisible());
    shown.view.showAsText();
    QCOMPARE(shown.view.textView()->edit()->toPlainText(), QStringLiteral("[\n  1\n]"));
}

void TestPayloadView::longLinesAreCopiedWhole()
{
    const std::string line = std::string(5'000, 'a') + "\n\n" + std::string(4'000, 'b');
    Shown shown(line);
    ui::LongLineEdit* edit = shown.view.textView()->edit();
    QVERIFY(edit->blockCount() > 3); // broken for display
    edit->selectAll();
    edit->copy();
    QCOMPARE(QApplication::clipboard()->text(), QString::fromStdString(line));
}

void TestPayloadView::showsTheFirstMegabyte()
{
    Shown shown("[\"" + std::string(2'500'000, 'x') + "\"]");
    QTRY_COMPARE(shown.view.reader().status(), PayloadStatus::Ready);
    shown.view.showAsText();
    ui::PayloadTextView* text = shown.view.textView();
    QVERIFY(text->moreButton()->isVisible());
    const qsizetype before = text->edit()->document()->characterCount();
    QVERIFY(before > 1'000'000 && before < 1'010'000);
    QTest::mouseClick(text->moreButton(), Qt::LeftButton);
    QVERIFY(text->edit()->document()->characterCount() > 2'000'000);
    QTest::mouseClick(text->moreButton(), Qt::LeftButton);
    QVERIFY(!text->moreButton()->isVisible());
    text->copyAll();
    QTRY_COMPARE(QApplication::clipboard()->text().size(), 2'500'000 + 8);
}

void TestPayloadView::savesAll()
{
    const QTemporaryDir folder;
    Shown shown("[\"" + std::string(2'000'000, 'x') + "\"]");
    QTRY_COMPARE(shown.view.reader().status(), PayloadStatus::Ready);
    shown.view.showAsText();
    QFile file(folder.filePath(QStringLiteral("out.json")));
    shown.view.textView()->writeTo(file.fileName());
    QTRY_VERIFY(file.exists());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.size(), qint64{2'000'008});
}

void TestPayloadView::isReadingMeanwhile()
{
    {
        Shown shown("[\"" + std::string(6'100'000, 'x') + "\"]");
        QCOMPARE(shown.view.message(), QStringLiteral("Reading 6.1 MB…"));
        QTRY_COMPARE(shown.view.reader().status(), PayloadStatus::Ready);
        QCOMPARE(shown.view.message(), QString());
        shown.view.showText("[\"" + std::string(6'100'000, 'y') + "\"]");
    } // gone while it reads
    QVERIFY(QThreadPool::globalInstance()->waitForDone());
    QCoreApplication::processEvents();
}

QTEST_MAIN(TestPayloadView)
#include "tst_payload_view.moc"
