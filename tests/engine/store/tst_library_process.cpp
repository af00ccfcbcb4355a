// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/library.h"
#include "tests/engine/store/store_testing.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <map>
#include <random>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

using namespace durascope;
using namespace durascope::store::testing;
using store::Library;
using store::Record;

namespace {

// --- what the other process does: this program again, with a role

void say(const std::string& line)
{
    const std::string text = line + '\n';
    if (::write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        std::_Exit(3);
}

/// Has the library until its input ends.
int holdRole(const std::filesystem::path& file)
{
    const auto library = openOrDie(file);
    if (!store::testing::store(*library, record("held", 5)))
        return 1;
    say("held");
    char byte = 0;
    return ::read(STDIN_FILENO, &byte, 1) == 0 ? 0 : 1;
}

/// Writes until it is killed, and says what was acknowledged: the execution and its last event.
int writeRole(const std::filesystem::path& file, const std::string& prefix)
{
    constexpr int kThreads = 3;
    // Neither durability may lose anything when only the process dies; the quicker one gets further.
    const bool isFull = prefix.ends_with('0');
    const auto library = openOrDie(file, {.durability = isFull ? store::Durability::Full : store::Durability::Normal});
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            const std::string name = prefix + '-' + std::to_string(thread);
            std::mt19937 random(static_cast<unsigned>(thread));
            if (!store::testing::store(*library, record(name, 1)))
                std::_Exit(2);
            for (std::int64_t id = 2;;) {
                say(name + ' ' + std::to_string(id - 1));
                Record record{arnOf(name), {}, {}};
                for (const std::int64_t end = id + 1 + random() % 3U; id < end; ++id)
                    record.events.push_back(stepEvent(id, random() % 3'000U));
                if (!store::testing::store(*library, std::move(record)))
                    std::_Exit(2);
            }
        });
    }
    return 0;
}

/// Writes until the disk has no more room, which a limit on the size of files stands for.
int fillRole(const std::filesystem::path& file)
{
    const auto library = openOrDie(file);
    if (!store::testing::store(*library, record("full", 1)))
        return 1;
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{500'000, 500'000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 1;
    for (std::int64_t id = 2; id < 1'000; ++id) {
        const auto done = library->commit(library->write({arnOf("full"), {stepEvent(id, 10'000)}, {}}));
        if (done) {
            say(std::to_string(id));
            continue;
        }
        const std::string text = done.error().text();
        const auto again = library->commit(library->write({arnOf("full"), {stepEvent(id)}, {}}));
        const auto read = library->list();
        const bool same = !again && again.error().text() == text && !read && read.error().text() == text &&
                          !library->commitAll() && !library->remove(arnOf("full"));
        say(same && done.error().code == core::ErrorCode::Unreadable ? "failed for good" : "failed strangely " + text);
        return 0;
    }
    return 1;
}

int runRole(const std::vector<std::string>& arguments)
{
    const std::string& role = arguments.at(0);
    const std::filesystem::path file = arguments.at(1);
    if (role == "hold")
        return holdRole(file);
    if (role == "fill")
        return fillRole(file);
    return role == "write" ? writeRole(file, arguments.at(2)) : 4;
}

} // namespace

class TestLibraryProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::filesystem::path(m_folder->path().toStdString()) / "library";
    }

    void aSecondProcessIsRefused()
    {
        QProcess holder;
        start(holder, "hold");
        QVERIFY(waitForLine(holder) == "held");
        const std::string before = bytesOf(m_file);
        const auto second = Library::open(m_file);
        QVERIFY(!second.has_value());
        QVERIFY(second.error().code == core::ErrorCode::Unsupported);
        const std::string words = "is in use by another process (" + std::to_string(holder.processId()) + ')';
        QVERIFY2(second.error().text().find(words) != std::string::npos, second.error().text().c_str());
        QCOMPARE(bytesOf(m_file), before);

        const auto reader = openOrDie(m_file, {.readOnly = true});
        QCOMPARE(reader->load(arnOf("held")).value().events.size(), 5U);

        holder.closeWriteChannel();
        QVERIFY(holder.waitForFinished());
        QCOMPARE(holder.exitCode(), 0);
        QVERIFY(store::testing::store(*openOrDie(m_file), record("next", 1)));
        QCOMPARE(reader->list().value().size(), 2U);
    }

    void afterAKillTheFileOpensAgain()
    {
        QProcess holder;
        start(holder, "hold");
        QVERIFY(waitForLine(holder) == "held");
        holder.kill();
        QVERIFY(holder.waitForFinished());
        {
            const std::string before = bytesOf(m_file);
            const std::string log = bytesOf(m_file.string() + "-wal");
            QVERIFY(!log.empty());
            QCOMPARE(openOrDie(m_file, {.readOnly = true})->load(arnOf("held")).value().events.size(), 5U);
            QCOMPARE(bytesOf(m_file), before);
            QVERIFY(bytesOf(m_file.string() + "-wal") == log);
        }
        QCOMPARE(openOrDie(m_file)->load(arnOf("held")).value().events.size(), 5U);
        QCOMPARE(namesIn(m_file.parent_path()), std::vector<std::string>{"library"});
    }

    void whatWasAcknowledgedSurvivesKills()
    {
        constexpr int kRounds = 20;
        std::mt19937 random(3);
        std::map<std::string, std::int64_t> acknowledged;
        for (int round = 0; round < kRounds; ++round) {
            QProcess writer;
            start(writer, "write", QString::number(round));
            QVERIFY(writer.waitForStarted());
            // From none at all, which hits the making of the file and its opening, to several copies of the log.
            const std::size_t wanted = round % 5 == 1 ? 0 : random() % (round % 5 == 4 ? 2'000U : 200U);
            QByteArray output;
            for (std::size_t lines = 0; lines < wanted;) {
                QVERIFY(writer.bytesAvailable() > 0 || writer.waitForReadyRead());
                const QByteArray more = writer.readAllStandardOutput();
                lines += static_cast<std::size_t>(more.count('\n'));
                output += more;
            }
            if (wanted == 0)
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000U));
            writer.kill();
            QVERIFY(writer.waitForFinished());
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
            output += writer.readAllStandardOutput();
            note(output, acknowledged);

            const auto library = openOrDie(m_file);
            for (const auto& [name, last] : acknowledged) {
                const auto stored = library->load(arnOf(name)); // finds gaps, too
                QVERIFY2(stored.has_value(), stored ? "" : stored.error().text().c_str());
                QVERIFY(static_cast<std::int64_t>(stored->events.size()) >= last);
            }
        }
        QVERIFY(acknowledged.size() > 3U * kRounds / 2);
    }

    void aFullDiskIsSaidForGood()
    {
        QProcess writer;
        start(writer, "fill");
        QVERIFY(writer.waitForFinished());
        QCOMPARE(writer.exitCode(), 0);
        QList<QByteArray> lines = writer.readAllStandardOutput().trimmed().split('\n');
        QCOMPARE(lines.takeLast(), QByteArray("failed for good"));
        QVERIFY(lines.size() > 10);
        const auto library = openOrDie(m_file);
        QCOMPARE(library->load(arnOf("full")).value().events.size(), lines.last().toULong());
    }

private:
    void start(QProcess& process, const char* role, const QString& more = {})
    {
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--role"), QString::fromLatin1(role),
                                                                QString::fromStdString(m_file.string()), more});
    }

    static QByteArray waitForLine(QProcess& process)
    {
        while (!process.canReadLine()) {
            if (!process.waitForReadyRead())
                return {};
        }
        return process.readLine().trimmed();
    }

    /// The last line may have been cut by the kill.
    static void note(const QByteArray& output, std::map<std::string, std::int64_t>& acknowledged)
    {
        const QList<QByteArray> lines = output.left(output.lastIndexOf('\n') + 1).split('\n');
        for (const QByteArray& line : lines) {
            const QList<QByteArray> words = line.split(' ');
            if (words.size() == 2)
                acknowledged[words[0].toStdString()] = words[1].toLongLong();
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

int main(int argc, char** argv)
{
    if (argc > 1 && std::string(argv[1]) == "--role")
        return runRole({argv + 2, argv + argc});
    QCoreApplication application(argc, argv);
    TestLibraryProcess test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_library_process.moc"
