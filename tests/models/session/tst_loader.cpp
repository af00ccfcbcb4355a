// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/loader.h"
#include "models/session/standard_input.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <array>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace durascope;
using core::ErrorCode;
using models::Document;
using models::Loader;

namespace {

const auto kHistory = QByteArrayLiteral(
    R"({"Events":[)"
    R"({"EventType":"ExecutionStarted","EventId":1,"Id":"e","Name":"order-1","EventTimestamp":1790000000.1,)"
    R"("ExecutionStartedDetails":{}},)"
    R"({"EventType":"StepStarted","EventId":2,"Id":"s","Name":"pay","EventTimestamp":1790000000.2,)"
    R"("StepStartedDetails":{}}]})");

/// A history long enough that it is not read at once.
QByteArray longHistory(int steps)
{
    QByteArray text = R"({"Events":[{"EventType":"ExecutionStarted","EventId":1,"EventTimestamp":1790000000})";
    for (int i = 0; i < steps; ++i) {
        text += R"(,{"EventType":"StepStarted","EventId":)" + QByteArray::number(i + 2) + R"(,"Id":"s)" +
                QByteArray::number(i) + R"(","EventTimestamp":1790000001,"StepStartedDetails":{}})";
    }
    return text + "]}";
}

/// What a loader said, in order.
class Story : public QObject
{
    Q_OBJECT

public:
    explicit Story(Loader& loader)
    {
        connect(&loader, &Loader::started, this, [this](const QString& title) { say(u"started " + title); });
        connect(&loader, &Loader::cancelled, this, [this] { say(QStringLiteral("cancelled")); });
        connect(&loader, &Loader::loaded, this, [this](const Document& document) {
            m_document = document;
            say(u"loaded " + document.title);
        });
        connect(&loader, &Loader::failed, this, [this](const core::Error& error) {
            m_error = error;
            say(QStringLiteral("failed ") + QString::fromLatin1(error.word()));
        });
    }
    const QStringList& told() const { return m_told; }
    const Document& document() const { return m_document; }
    const core::Error& error() const { return m_error; }

private:
    void say(const QString& what)
    {
        QCOMPARE(QThread::currentThread(), thread());
        m_told.append(what);
    }

    QStringList m_told;
    Document m_document;
    core::Error m_error;
};

/// Puts something else where standard input is, and the real one back.
class StandardInput
{
public:
    explicit StandardInput(int descriptor)
        : m_saved(::dup(STDIN_FILENO))
    {
        ::dup2(descriptor, STDIN_FILENO);
    }
    ~StandardInput()
    {
        ::dup2(m_saved, STDIN_FILENO);
        ::close(m_saved);
    }
    Q_DISABLE_COPY_MOVE(StandardInput)

private:
    int m_saved;
};

class Pipe
{
public:
    Pipe()
    {
        if (::pipe2(m_ends.data(), O_CLOEXEC) != 0) {
            qFatal("no pipe");
        }
    }
    ~Pipe()
    {
        closeWriteEnd();
        ::close(m_ends[0]);
    }
    Q_DISABLE_COPY_MOVE(Pipe)

    int readEnd() const { return m_ends[0]; }
    bool write(const QByteArray& text) const
    {
        return ::write(m_ends[1], text.constData(), static_cast<std::size_t>(text.size())) == text.size();
    }
    void closeWriteEnd()
    {
        if (m_ends[1] >= 0) {
            ::close(m_ends[1]);
            m_ends[1] = -1;
        }
    }

private:
    std::array<int, 2> m_ends{-1, -1};
};

} // namespace

class tst_Loader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void file()
    {
        const auto path = write("a.json", kHistory);
        Loader loader;
        Story story(loader);
        QVERIFY(!loader.isLoading());
        loader.loadFile(path);
        QVERIFY(loader.isLoading());
        QCOMPARE(story.told(), QStringList{QStringLiteral("started a.json")});
        QTRY_VERIFY(!loader.isLoading());
        QCOMPARE(story.told().size(), 2);
        QVERIFY(story.told().last().startsWith(QStringLiteral("loaded")));
        QVERIFY(story.document().isOpen());
        QCOMPARE(story.document().log->eventCount(), 2U);
        QVERIFY(story.document().analysis);
        QCOMPARE(story.document().path, path);
        QCOMPARE(story.document().title, QStringLiteral("order-1"));
    }

    void relativePathsBecomeAbsolute()
    {
        write("a.json", kHistory);
        const auto before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_dir.path()));
        Loader loader;
        Story story(loader);
        loader.loadFile(QStringLiteral("a.json"));
        QTRY_VERIFY(!loader.isLoading());
        QVERIFY(QDir::setCurrent(before));
        QVERIFY(QDir::isAbsolutePath(story.document().path));
        QVERIFY(QFile::exists(story.document().path));
    }

    void text()
    {
        Loader loader;
        Story story(loader);
        auto nameless = kHistory;
        nameless.replace(R"("Name":"order-1",)", "");
        loader.loadText(nameless, QStringLiteral("pasted"));
        QTRY_VERIFY(!loader.isLoading());
        QCOMPARE(story.told(), (QStringList{QStringLiteral("started pasted"), QStringLiteral("loaded pasted")}));
        QVERIFY(story.document().path.isEmpty());
    }

    void failures_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("word");
        QTest::newRow("missing") << m_dir.filePath(QStringLiteral("none.json")) << errorWord(ErrorCode::NotFound);
        QTest::newRow("folder") << m_dir.path() << errorWord(ErrorCode::Unreadable);
        QTest::newRow("no path") << QString() << QString();
        QTest::newRow("not JSON") << write("bad.json", "{\"Events\": [") << errorWord(ErrorCode::Malformed);
        QTest::newRow("empty file") << write("empty.json", "") << errorWord(ErrorCode::Malformed);
        QTest::newRow("no events") << write("none-in-it.json", "{\"Events\": []}") << errorWord(ErrorCode::Malformed);
        QTest::newRow("no sample") << QStringLiteral(":/samples/none.json") << errorWord(ErrorCode::NotFound);
    }
    void failures()
    {
        QFETCH(QString, path);
        QFETCH(QString, word);
        Loader loader;
        Story story(loader);
        loader.loadFile(path);
        QTRY_VERIFY(!loader.isLoading());
        QCOMPARE(story.told().size(), 2);
        if (word.isEmpty()) {
            QVERIFY(story.told().last().startsWith(QStringLiteral("failed ")));
        } else {
            QCOMPARE(story.told().last(), u"failed " + word);
        }
        QVERIFY(!story.error().message.empty());
        // And it works on.
        loader.loadText(kHistory, QStringLiteral("pasted"));
        QTRY_VERIFY(!loader.isLoading());
        QCOMPARE(story.told().last(), QStringLiteral("loaded order-1"));
    }

    void cancels()
    {
        Loader loader;
        Story story(loader);
        loader.cancel();
        QVERIFY(story.told().isEmpty());
        loader.loadText(longHistory(20'000), QStringLiteral("long"));
        loader.cancel();
        QVERIFY(!loader.isLoading());
        loader.cancel();
        // Whatever the first one still had to say would have come before the second is loaded.
        loader.loadText(kHistory, QStringLiteral("next"));
        QTRY_VERIFY(!loader.isLoading());
        QCOMPARE(story.told(), (QStringList{QStringLiteral("started long"), QStringLiteral("cancelled"),
                                            QStringLiteral("started next"), QStringLiteral("loaded order-1")}));
    }

    void theSecondCancelsTheFirst()
    {
        Loader loader;
        Story story(loader);
        for (int i = 0; i < 20; ++i) {
            loader.loadText(longHistory(1000), QString::number(i));
        }
        loader.loadText(kHistory, QStringLiteral("last"));
        QTRY_VERIFY(!loader.isLoading());
        QCOMPARE(story.told().size(), 42);
        QCOMPARE(story.told().count(QStringLiteral("cancelled")), 20);
        QCOMPARE(story.told().last(), QStringLiteral("loaded order-1"));
    }

    void finishedButNotYetHeardOf()
    {
        // Sooner or later the result lies in the event queue when the load is cancelled: it must not be announced.
        Loader loader;
        QSignalSpy loaded(&loader, &Loader::loaded);
        const auto path = write("a.json", kHistory);
        for (int i = 0; i < 100; ++i) {
            loader.loadFile(path);
            for (int turn = 0; turn < i * 20; ++turn) {
                std::this_thread::yield();
            }
            loader.cancel();
        }
        loader.loadFile(m_dir.filePath(QStringLiteral("none.json")));
        QTRY_VERIFY(!loader.isLoading());
        QCOMPARE(loaded.count(), 0);
    }

    void destructionWaits()
    {
        for (int i = 0; i < 5; ++i) {
            Loader loader;
            loader.loadText(longHistory(20'000), QStringLiteral("long"));
        }
        const Loader neverUsed;
    }

    void standardInput()
    {
        Pipe pipe;
        QVERIFY(pipe.write(kHistory));
        pipe.closeWriteEnd();
        const StandardInput input(pipe.readEnd());
        Loader loader;
        Story story(loader);
        loader.loadFile(QStringLiteral("-"));
        QTRY_VERIFY(!loader.isLoading());
        QCOMPARE(story.told(),
                 (QStringList{QStringLiteral("started standard input"), QStringLiteral("loaded order-1")}));
        QCOMPARE(story.document().path, QStringLiteral("-"));
    }

    void nobodyTypes()
    {
        const Pipe pipe; // open, and nothing comes
        const StandardInput input(pipe.readEnd());
        {
            Loader loader;
            Story story(loader);
            loader.loadFile(QStringLiteral("-"));
            loader.cancel();
            loader.loadText(kHistory, QStringLiteral("pasted instead"));
            QTRY_VERIFY(!loader.isLoading());
            QCOMPARE(story.told().last(), QStringLiteral("loaded order-1"));
            loader.loadFile(QStringLiteral("-"));
        } // destruction returns
    }

    void progressOfStandardInput()
    {
        Pipe pipe;
        const StandardInput input(pipe.readEnd());
        Loader loader;
        QSignalSpy progressed(&loader, &Loader::progressed);
        loader.loadFile(QStringLiteral("-"));
        QVERIFY(pipe.write(kHistory));
        QTRY_VERIFY(!progressed.isEmpty());
        QCOMPARE(progressed.first().at(0).toULongLong(), static_cast<quint64>(kHistory.size()));
        QCOMPARE(progressed.first().at(1).toULongLong(), 0ULL);
        pipe.closeWriteEnd();
        QTRY_VERIFY(!loader.isLoading());
    }

    void descriptors()
    {
        const auto read = [](int descriptor, std::uint64_t limit) {
            return models::readDescriptor(descriptor, "it", limit, {}, [](std::uint64_t) {});
        };
        Pipe pipe;
        QVERIFY(pipe.write("12345"));
        pipe.closeWriteEnd();
        QCOMPARE(read(pipe.readEnd(), 5).value(), std::string("12345"));
        Pipe tooLong;
        QVERIFY(tooLong.write("123456"));
        QVERIFY(read(tooLong.readEnd(), 5).error().code == ErrorCode::TooLarge);
        const auto closed = read(-1, 5);
        const auto folder = read(openFolder(), 5);
        QVERIFY(folder.error().code == ErrorCode::Unreadable);
        QCOMPARE(folder.error().place.source, std::string("it"));
        QVERIFY(!closed.has_value());
    }

private:
    static QString errorWord(ErrorCode code) { return QString::fromLatin1(core::Error{code, {}, {}, {}}.word()); }
    int openFolder()
    {
        m_folder = QFile::encodeName(m_dir.path());
        return ::open(m_folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    QString write(const char* name, const QByteArray& content)
    {
        const auto path = m_dir.filePath(QString::fromLatin1(name));
        QFile target(path);
        if (!target.open(QIODevice::WriteOnly) || target.write(content) != content.size()) {
            qFatal("cannot write a file of this test");
        }
        return path;
    }

    QTemporaryDir m_dir;
    QByteArray m_folder;
};

QTEST_GUILESS_MAIN(tst_Loader)
#include "tst_loader.moc"
