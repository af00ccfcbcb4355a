// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/connection.h"
#include "engine/store/library.h"
#include "tests/engine/store/store_testing.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace durascope;
using namespace durascope::store::testing;
using store::Access;
using store::Connection;
using store::Library;

namespace {

/// Runs SQL on the file behind the library's back.
void tamper(const std::filesystem::path& file, const char* sql, bool leaveLog = false)
{
    const auto connection = Connection::open(file, Access::Create);
    if (!connection)
        qFatal("%s", connection.error().text().c_str());
    (*connection)->leaveLogOnClose(leaveLog);
    const auto done = (*connection)->execute(sql);
    if (!done)
        qFatal("%s", done.error().text().c_str());
}

} // namespace

/// What is opened, what is refused, and that what is refused is left as it is.
class TestLibraryOpen : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::filesystem::path(m_folder->path().toStdString()) / "library";
    }

    void aMissingFileIsMade()
    {
        QVERIFY(!std::filesystem::exists(m_file));
        const auto library = openOrDie(m_file);
        QVERIFY(library->list().value().empty());
        QVERIFY(library->file() == m_file);
        QVERIFY(std::filesystem::exists(m_file));
    }

    void aMissingFileIsNotMadeForReading()
    {
        const auto library = Library::open(m_file, {.readOnly = true});
        QVERIFY(!library.has_value());
        QVERIFY(library.error().code == core::ErrorCode::NotFound);
        QVERIFY(namesIn(m_file.parent_path()).empty());
    }

    void aMissingFolderIsAnError()
    {
        const auto library = Library::open(m_file / "no" / "folder");
        QVERIFY(!library.has_value());
        QVERIFY(library.error().code == core::ErrorCode::Unreadable);
    }

    void whatAnInterruptedCreationLeftIsNoHindrance()
    {
        writeBytes(m_file.string() + "-new", "half a library");
        (void)openOrDie(m_file);
        QCOMPARE(namesIn(m_file.parent_path()), std::vector<std::string>{"library"});
    }

    void foreignFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("{\"Events\":[]}\n");
        QTest::newRow("long text") << QByteArray(20'000, 'x');
        QTest::newRow("zeros") << QByteArray(8'192, '\0');
        QTest::newRow("only the first words") << QByteArray("SQLite format 3\0", 16);
    }
    void foreignFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        writeBytes(m_file, bytes.toStdString());
        expectRefusal(core::ErrorCode::Malformed, "not a library");
    }

    void otherSqliteFilesAreRefused()
    {
        tamper(m_file, "CREATE TABLE executions(id INTEGER PRIMARY KEY); PRAGMA user_version=1");
        expectRefusal(core::ErrorCode::Malformed, "not a library");
    }

    void laterVersionsAreRefused()
    {
        makeLibrary();
        tamper(m_file, "PRAGMA user_version=2");
        expectRefusal(core::ErrorCode::Unsupported, "later release");
    }

    /// A later release may have died right after it brought the file up to its date: only the log says so.
    void laterVersionsAreRefusedWhenOnlyTheLogTells()
    {
        makeLibrary();
        tamper(m_file, "PRAGMA user_version=2", true);
        QVERIFY(std::filesystem::file_size(m_file.string() + "-wal") > 0);
        expectRefusal(core::ErrorCode::Unsupported, "later release");
    }

    void filesWithoutVersionAreRefused()
    {
        makeLibrary();
        tamper(m_file, "PRAGMA user_version=0");
        expectRefusal(core::ErrorCode::Malformed, "is damaged");
    }

    void filesWithoutTheTablesAreRefused()
    {
        makeLibrary();
        tamper(m_file, "DROP TABLE events");
        const std::string before = bytesOf(m_file);
        const auto library = Library::open(m_file);
        QVERIFY(!library.has_value());
        QVERIFY(library.error().code == core::ErrorCode::Malformed);
        QCOMPARE(bytesOf(m_file), before);
    }

    void foldersAreRefused()
    {
        std::filesystem::create_directory(m_file);
        const auto library = Library::open(m_file);
        QVERIFY(!library.has_value());
        QVERIFY(library.error().code == core::ErrorCode::Malformed);
    }

    void aLogWithoutItsFileIsRefused()
    {
        writeBytes(m_file.string() + "-wal", "frames of something else");
        const auto library = Library::open(m_file);
        QVERIFY(!library.has_value());
        QVERIFY(library.error().code == core::ErrorCode::Malformed);
        QCOMPARE(namesIn(m_file.parent_path()), std::vector<std::string>{"library-wal"});
    }

    void triggersOfStrangersDoNotRun()
    {
        makeLibrary();
        tamper(m_file, "CREATE TRIGGER evil AFTER INSERT ON events BEGIN DELETE FROM events; END");
        const auto library = openOrDie(m_file);
        QVERIFY(store::testing::store(*library, record("two", 5)));
        QCOMPARE(library->load(arnOf("two")).value().events.size(), 5U);
    }

    void twoInOneProcessAreRefused()
    {
        const auto library = openOrDie(m_file);
        const auto second = Library::open(m_file);
        QVERIFY(!second.has_value());
        QVERIFY(second.error().code == core::ErrorCode::Unsupported);
        QVERIFY(second.error().text().find("already open in this process") != std::string::npos);
        QVERIFY(store::testing::store(*library, record("one", 5)));
    }

    void anotherNameIsNoWayAround()
    {
        const auto library = openOrDie(m_file);
        const std::filesystem::path link = m_file.parent_path() / "link";
        std::filesystem::create_symlink(m_file, link);
        const auto second = Library::open(link);
        QVERIFY(!second.has_value());
        QVERIFY(second.error().code == core::ErrorCode::Unsupported);
    }

    void readersSeeWhatTheWriterCommits()
    {
        const auto writer = openOrDie(m_file);
        const auto reader = openOrDie(m_file, {.readOnly = true});
        QVERIFY(reader->list().value().empty());
        QVERIFY(store::testing::store(*writer, record("one", 5)));
        QCOMPARE(reader->load(arnOf("one")).value().events.size(), 5U);
        QVERIFY(store::testing::store(*writer, {arnOf("one"), {stepEvent(6)}, {}}));
        QCOMPARE(reader->load(arnOf("one")).value().events.size(), 6U);
    }

    void aReaderOutlivesTheWriter()
    {
        auto writer = openOrDie(m_file);
        QVERIFY(store::testing::store(*writer, record("one", 5)));
        auto reader = openOrDie(m_file, {.readOnly = true});
        QCOMPARE(reader->list().value().size(), 1U);
        writer.reset();
        QCOMPARE(reader->load(arnOf("one")).value().events.size(), 5U);
        QVERIFY(store::testing::store(*openOrDie(m_file), record("two", 5)));
        QCOMPARE(reader->list().value().size(), 2U);
        reader.reset();
        QCOMPARE(namesIn(m_file.parent_path()), std::vector<std::string>{"library"});
    }

    void readersChangeNothing()
    {
        makeLibrary();
        const std::string before = bytesOf(m_file);
        const auto time = std::filesystem::last_write_time(m_file);
        {
            const auto reader = openOrDie(m_file, {.readOnly = true});
            QCOMPARE(reader->load(arnOf("one")).value().events.size(), 5U);
            const auto refused = reader->commit(reader->write(record("two", 1)));
            QVERIFY(!refused.has_value());
            QVERIFY(refused.error().code == core::ErrorCode::Usage);
            QVERIFY(!reader->commitAll().has_value());
            QVERIFY(!reader->remove(arnOf("one")).has_value());
            QVERIFY(!reader->removeEndedBefore(core::kLatest).has_value());
        }
        QCOMPARE(bytesOf(m_file), before);
        QVERIFY(std::filesystem::last_write_time(m_file) == time);
        QCOMPARE(namesIn(m_file.parent_path()), std::vector<std::string>{"library"});
    }

private:
    void makeLibrary() { QVERIFY(store::testing::store(*openOrDie(m_file), record("one", 5))); }

    /// Opening fails for writing and for reading, names the file, and leaves every byte beside and in it.
    void expectRefusal(core::ErrorCode code, const char* words)
    {
        const std::string log = m_file.string() + "-wal";
        const std::string before = bytesOf(m_file);
        const std::string logBefore = bytesOf(log);
        const bool hadLog = std::filesystem::exists(log);
        for (const bool readOnly : {false, true}) {
            const auto library = Library::open(m_file, {.readOnly = readOnly});
            QVERIFY(!library.has_value());
            const std::string text = library.error().text();
            QVERIFY2(library.error().code == code, text.c_str());
            QVERIFY2(text.find(words) != std::string::npos, text.c_str());
            QVERIFY2(text.find(m_file.string()) != std::string::npos, text.c_str());
            QCOMPARE(bytesOf(m_file), before);
            QCOMPARE(bytesOf(log), logBefore);
            if (!hadLog)
                QCOMPARE(namesIn(m_file.parent_path()), std::vector<std::string>{"library"});
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

QTEST_GUILESS_MAIN(TestLibraryOpen)
#include "tst_library_open.moc"
