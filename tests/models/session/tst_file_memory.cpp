// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rows/row_list.h"
#include "models/session/file_memory.h"
#include "models/session/session.h"
#include "tests/models/common/log_maker.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace durascope;
using core::EventIndex;
using core::EventType;
using models::Document;
using models::FileMemory;
using models::FilePosition;
using models::Session;
using test::LogMaker;

namespace {

Document documentOf(std::shared_ptr<const history::EventLog> log, const QString& path)
{
    return {log, std::make_shared<const history::Analysis>(log), path, QStringLiteral("a title")};
}

LogMaker nested(bool grown)
{
    LogMaker maker;
    maker.event(EventType::ExecutionStarted, 0, "execution");
    maker.event(EventType::ContextStarted, 1, "outer");
    maker.event(EventType::ContextStarted, 2, "inner", "outer");
    maker.event(EventType::StepStarted, 3, "step", "inner");
    maker.event(EventType::StepSucceeded, 4, "step", "inner");
    if (grown) {
        maker.event(EventType::ContextStarted, 5, "late", "outer");
        maker.event(EventType::StepStarted, 6, "later", "late");
    }
    return maker;
}

} // namespace

class tst_FileMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void nothingAtFirst()
    {
        const FileMemory memory(settings());
        QVERIFY(memory.recent().empty());
        QVERIFY(!memory.recall(path(0)));
    }

    void roundTrip()
    {
        write(path(0), "12345");
        FilePosition position;
        position.eventId = 1'234'567'890'123;
        position.selectedOperation = QStringLiteral("op/ä,\"=\n;%");
        position.openOperations = QStringList{QStringLiteral("a, b"), QString(), QStringLiteral("@c")};
        position.view = {{QStringLiteral("zoom"), 1.5}, {QStringLiteral("axis"), QStringLiteral("compressed")}};
        FileMemory(settings()).remember(path(0), position);

        const auto recalled = FileMemory(settings()).recall(path(0));
        QVERIFY(recalled);
        QCOMPARE(recalled->eventId, position.eventId);
        QCOMPARE(recalled->selectedOperation, position.selectedOperation);
        QCOMPARE(recalled->openOperations, position.openOperations);
        QCOMPARE(recalled->view, position.view);
        QVERIFY(!recalled->fileChanged);
        QVERIFY(!FileMemory(settings()).recall(path(1)));
    }

    void nothingOpenIsNotTheSameAsNotKnown()
    {
        FileMemory memory(settings());
        FilePosition position;
        memory.remember(path(0), position);
        QVERIFY(!memory.recall(path(0))->openOperations);
        QVERIFY(!memory.recall(path(0))->eventId);
        position.openOperations = QStringList();
        memory.remember(path(0), position);
        QVERIFY(memory.recall(path(0))->openOperations);
        QVERIFY(memory.recall(path(0))->openOperations->isEmpty());
    }

    void changedFilesAreNoticed()
    {
        FileMemory memory(settings());
        write(path(0), "12345");
        memory.remember(path(0), {});
        QVERIFY(!memory.recall(path(0))->fileChanged);
        write(path(0), "123456");
        QVERIFY(memory.recall(path(0))->fileChanged);
        memory.remember(path(0), {});
        QVERIFY(!memory.recall(path(0))->fileChanged);
        QFile file(path(0));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000'000), QFileDevice::FileModificationTime));
        file.close();
        QVERIFY(memory.recall(path(0))->fileChanged);
    }

    void sameFileUnderAnotherSpelling()
    {
        FileMemory memory(settings());
        const auto before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_dir->path()));
        FilePosition position;
        position.eventId = 7;
        memory.remember(QStringLiteral("0.json"), position);
        QVERIFY(QDir::setCurrent(before));
        QCOMPARE(memory.recall(path(0))->eventId, std::optional<qint64>(7));
    }

    void onlyFilesAreRemembered_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("pasted") << QString();
        QTest::newRow("standard input") << QStringLiteral("-");
        QTest::newRow("sample") << QStringLiteral(":/samples/order.json");
    }
    void onlyFilesAreRemembered()
    {
        QFETCH(QString, path);
        FileMemory memory(settings());
        memory.remember(path, {});
        memory.noteOpened(documentOf(nested(false).finish(), path));
        memory.noteOpened({});
        QVERIFY(!memory.recall(path));
        QVERIFY(memory.recent().empty());
    }

    void leastRecentlyUsedIsForgotten()
    {
        constexpr int kLimit = 5; // each one costs a write to the disk
        FileMemory memory(settings(), kLimit);
        for (int i = 0; i < kLimit; ++i) {
            memory.remember(path(i), {});
        }
        memory.remember(path(0), {}); // used again
        memory.remember(path(kLimit), {});
        QVERIFY(memory.recall(path(0)));
        QVERIFY(!memory.recall(path(1)));
        QVERIFY(memory.recall(path(2)));
        QVERIFY(memory.recall(path(kLimit)));
        QCOMPARE(QDir(settings() + QStringLiteral("/files")).entryList(QDir::Files).size(), kLimit);
        QCOMPARE(FileMemory::kMaxFiles, 200);
    }

    void openOperationsAreBounded()
    {
        FilePosition position;
        position.openOperations = QStringList();
        for (int i = 0; i < FileMemory::kMaxOpenOperations + 5; ++i) {
            position.openOperations->append(QString::number(i));
        }
        FileMemory memory(settings());
        memory.remember(path(0), position);
        QCOMPARE(memory.recall(path(0))->openOperations->size(), FileMemory::kMaxOpenOperations);

        LogMaker maker;
        maker.event(EventType::ExecutionStarted, 0, "execution");
        std::string parent;
        for (int i = 0; i < FileMemory::kMaxOpenOperations + 5; ++i) {
            maker.event(EventType::ContextStarted, i, std::to_string(i), parent);
            parent = std::to_string(i);
        }
        Session session;
        session.setDocument(documentOf(maker.finish(), path(0)));
        session.rows()->openAll();
        QCOMPARE(models::positionOf(session, {}).openOperations->size(), FileMemory::kMaxOpenOperations);
    }

    void recentList()
    {
        FileMemory memory(settings());
        QSignalSpy changed(&memory, &FileMemory::recentChanged);
        LogMaker failed;
        failed.event(EventType::ExecutionStarted, 0, "execution").event(EventType::ExecutionFailed, 1, "execution");
        write(path(0), "{}");
        memory.noteOpened(documentOf(failed.finish(), path(0)));
        for (int i = 1; i < FileMemory::kMaxRecent; ++i) {
            memory.noteOpened(documentOf(nested(false).finish(), path(i)));
        }
        auto recent = FileMemory(settings()).recent();
        QCOMPARE(recent.size(), static_cast<std::size_t>(FileMemory::kMaxRecent));
        QCOMPARE(recent.front().path, path(FileMemory::kMaxRecent - 1));
        QCOMPARE(recent.front().status, QStringLiteral("RUNNING"));
        QVERIFY(recent.front().missing);
        QCOMPARE(recent.back().path, path(0));
        QCOMPARE(recent.back().title, QStringLiteral("a title"));
        QCOMPARE(recent.back().status, QStringLiteral("FAILED"));
        QVERIFY(recent.back().opened.isValid());
        QVERIFY(!recent.back().missing);
        QVERIFY(!recent.back().eventId);

        FilePosition position;
        position.eventId = 3;
        memory.remember(path(0), position);
        QCOMPARE(memory.recent().back().eventId, std::optional<qint64>(3));
        memory.noteOpened(documentOf(nested(false).finish(), path(0)));
        QCOMPARE(memory.recent().front().path, path(0));
        QCOMPARE(memory.recent().front().eventId, std::optional<qint64>(3));
        QCOMPARE(memory.recent().size(), static_cast<std::size_t>(FileMemory::kMaxRecent));
        memory.noteOpened(documentOf(nested(false).finish(), path(99)));
        QCOMPARE(memory.recent().size(), static_cast<std::size_t>(FileMemory::kMaxRecent));
        QCOMPARE(changed.count(), FileMemory::kMaxRecent + 3);

        memory.forgetRecent(path(99));
        QCOMPARE(memory.recent().front().path, path(0));
        QVERIFY(memory.recall(path(0))); // forgetting the line is not forgetting the position
        memory.clearRecent();
        QVERIFY(memory.recent().empty());
        QVERIFY(memory.recall(path(0)));
    }

    void positionComesBack()
    {
        Session session;
        session.setDocument(documentOf(nested(false).finish(), path(0)));
        session.rows()->closeAll();
        session.rows()->setOpen(*session.log().findOperation("outer"), true);
        session.seekTo(EventIndex(2));
        session.selectOperation(*session.log().findOperation("step"));
        FileMemory memory(settings());
        memory.remember(path(0), models::positionOf(session, {{QStringLiteral("zoom"), 2}}));

        // The file has grown: other indexes, same ids.
        Session again;
        again.setDocument(documentOf(nested(true).finish(), path(0)));
        models::restorePosition(again, *memory.recall(path(0)));
        QCOMPARE(again.cursor(), EventIndex(2));
        QCOMPARE(again.log().id(again.selection().operation), std::string_view("step"));
        QCOMPARE(again.rows()->openOperations(), std::vector{*again.log().findOperation("outer")});
        QCOMPARE(again.rows()->count(), 4);
    }

    void whatIsGoneStaysAsItOpened()
    {
        Session session;
        session.setDocument(documentOf(nested(true).finish(), path(0)));
        session.selectOperation(*session.log().findOperation("later"));
        const auto position = models::positionOf(session, {});
        Session again;
        again.setDocument(documentOf(nested(false).finish(), path(0)));
        models::restorePosition(again, position);
        QVERIFY(again.atEnd());
        QVERIFY(again.selection().empty());
        QCOMPARE(again.rows()->openOperations().size(), std::size_t{2});
    }

    void absurdIdsAreNotStored()
    {
        LogMaker maker;
        const std::string monster(100'000, 'x');
        maker.event(EventType::ExecutionStarted, 0, "execution")
            .event(EventType::ContextStarted, 1, monster)
            .event(EventType::StepStarted, 2, "step", monster);
        Session session;
        session.setDocument(documentOf(maker.finish(), path(0)));
        session.selectOperation(core::OperationIndex(1));
        const auto position = models::positionOf(session, {});
        QVERIFY(position.selectedOperation.isEmpty());
        QVERIFY(position.openOperations->isEmpty());
    }

    void withoutDocument()
    {
        Session session;
        QVERIFY(!models::positionOf(session, {}).eventId);
        FilePosition position;
        position.eventId = 1;
        models::restorePosition(session, position);
        QVERIFY(!session.isOpen());
    }

private:
    QString path(int number) const { return m_dir->filePath(QString::number(number) + QStringLiteral(".json")); }
    QString settings() const { return m_dir->filePath(QStringLiteral("settings")); }
    static void write(const QString& path, const char* text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(tst_FileMemory)
#include "tst_file_memory.moc"
