// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/library.h"
#include "tests/engine/store/store_testing.h"

#include <QTemporaryDir>
#include <QtTest>

#include <random>

using namespace durascope;
using namespace durascope::store::testing;
using store::Library;

namespace {

struct Finding
{
    int errors = 0;
    int wrongErrors = 0; ///< of another code, or without the file's name
};

void note(Finding& finding, const core::Error& error, const std::filesystem::path& file)
{
    ++finding.errors;
    const bool right = error.code == core::ErrorCode::Malformed || error.code == core::ErrorCode::Unsupported ||
                       error.code == core::ErrorCode::NotFound || error.code == core::ErrorCode::Usage;
    if (!right || error.text().find(file.string()) == std::string::npos) {
        qWarning("%s", error.text().c_str());
        ++finding.wrongErrors;
    }
}

/// Does everything with the file that can be done with it. Writing makes the disk sync, so not every round can have it.
Finding useAll(const std::filesystem::path& file, bool writing)
{
    Finding finding;
    auto opened = Library::open(file, {.durability = store::Durability::Normal});
    if (!opened) {
        note(finding, opened.error(), file);
        return finding;
    }
    Library& library = **opened;
    const auto summaries = library.list();
    if (!summaries)
        note(finding, summaries.error(), file);
    for (const char* name : {"one", "two", "three"}) {
        if (const auto stored = library.load(arnOf(name)); !stored)
            note(finding, stored.error(), file);
        if (const auto json = library.historyJson(arnOf(name)); !json)
            note(finding, json.error(), file);
    }
    if (const auto open = library.unfinished(); !open)
        note(finding, open.error(), file);
    if (!writing)
        return finding;
    if (const auto done = library.remove(arnOf("two")); !done)
        note(finding, done.error(), file);
    if (const auto done = library.commit(library.write(record("four", 300))); !done)
        note(finding, done.error(), file);
    if (const auto done = library.removeEndedBefore(core::kLatest); !done)
        note(finding, done.error(), file);
    return finding;
}

} // namespace

/// Files that were whole once. Nothing of them may end the process; what cannot be read is named.
class TestLibraryDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_file = std::filesystem::path(m_folder.path().toStdString()) / "library";
        {
            const auto library = openOrDie(m_file);
            QVERIFY(store::testing::store(*library, record("one", 200)));
            QVERIFY(store::testing::store(*library, record("two", 30, 5'000)));
            store::Record ended = record("three", 9);
            ended.events.push_back(endEvent(10, core::EventType::ExecutionSucceeded, Timestamp{1}));
            ended.facts = everyFact();
            QVERIFY(store::testing::store(*library, ended));
        }
        m_whole = bytesOf(m_file);
        QVERIFY(m_whole.size() > 100'000);
    }

    void theWholeFileHasNoFindings()
    {
        writeBytes(m_file, m_whole);
        QCOMPARE(useAll(m_file, true).errors, 0);
    }

    void truncatedFilesAreRefusedUntouched()
    {
        for (std::size_t length = m_whole.size() - 1; length > 0; length -= std::min<std::size_t>(length, 3'000)) {
            const std::string cut = m_whole.substr(0, length);
            writeBytes(m_file, cut);
            const auto library = Library::open(m_file);
            QVERIFY2(!library.has_value(), qPrintable(QString::number(length)));
            QVERIFY2(library.error().code == core::ErrorCode::Malformed, library.error().text().c_str());
            QVERIFY(library.error().text().find(m_file.string()) != std::string::npos);
            QVERIFY(bytesOf(m_file) == cut);
            QCOMPARE(namesIn(m_file.parent_path()), std::vector<std::string>{"library"});
        }
    }

    void flippedHeadersAreNamed()
    {
        std::mt19937 random(7);
        int errors = 0;
        for (std::size_t at = 0; at < 100; ++at) {
            std::string damaged = m_whole;
            damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1U << (random() % 8U)));
            writeBytes(m_file, damaged);
            const Finding finding = useAll(m_file, at % 4 == 0);
            QVERIFY2(finding.wrongErrors == 0, qPrintable(QString::number(at)));
            errors += finding.errors > 0 ? 1 : 0;
        }
        QVERIFY(errors > 16); // at least the words "SQLite format 3"
    }

    void flippedPagesAreNamed()
    {
        std::mt19937 random(11);
        int errors = 0;
        constexpr int kRounds = 150;
        for (int round = 0; round < kRounds; ++round) {
            std::string damaged = m_whole;
            const std::size_t page = random() % (damaged.size() / 4'096);
            // Beginnings of pages hold the structure; the rest is mostly text.
            for (int i = 0; i < 12; ++i)
                damaged[page * 4'096 + random() % (round % 3 == 0 ? 64U : 4'096U)] = static_cast<char>(random());
            writeBytes(m_file, damaged);
            const Finding finding = useAll(m_file, round % 4 == 0);
            QVERIFY2(finding.wrongErrors == 0, qPrintable(QString::number(round)));
            errors += finding.errors > 0 ? 1 : 0;
        }
        QVERIFY2(errors > kRounds / 4, qPrintable(QString::number(errors)));
    }

    void pagesOfNoiseAreNamed()
    {
        std::mt19937 random(13);
        const std::size_t pages = m_whole.size() / 4'096;
        std::size_t named = 0;
        for (std::size_t page = 1; page < pages; ++page) {
            std::string damaged = m_whole;
            for (std::size_t i = 0; i < 4'096; ++i)
                damaged[page * 4'096 + i] = static_cast<char>(random());
            writeBytes(m_file, damaged);
            const Finding finding = useAll(m_file, true);
            QVERIFY2(finding.wrongErrors == 0, qPrintable(QString::number(page)));
            named += finding.errors > 0 ? 1U : 0U;
        }
        QVERIFY(named > pages / 2); // nobody asks some of the pages, such as those of indices
    }

    void linesThatAreNoEventsAreNamed()
    {
        std::string damaged = m_whole;
        const std::size_t at = damaged.find("\"EventId\":7,");
        QVERIFY(at != std::string::npos);
        damaged[at] = '}';
        writeBytes(m_file, damaged);
        const auto library = openOrDie(m_file);
        int errors = 0;
        for (const char* name : {"one", "two", "three"}) {
            const auto stored = library->load(arnOf(name));
            if (stored)
                continue;
            ++errors;
            QVERIFY(stored.error().code == core::ErrorCode::Malformed);
            QVERIFY(stored.error().text().find("event 7") != std::string::npos);
        }
        QCOMPARE(errors, 1);
    }

private:
    QTemporaryDir m_folder;
    std::filesystem::path m_file;
    std::string m_whole;
};

QTEST_GUILESS_MAIN(TestLibraryDamage)
#include "tst_library_damage.moc"
