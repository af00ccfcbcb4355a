// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/library.h"
#include "engine/store/schema.h"
#include "tests/engine/store/store_testing.h"

#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <vector>

using namespace durascope;
using store::Access;
using store::Connection;
using store::Migration;

namespace {

std::unique_ptr<Connection> open(const std::filesystem::path& file, Access access)
{
    auto connection = Connection::open(file, access);
    if (!connection)
        qFatal("%s", connection.error().text().c_str());
    return std::move(*connection);
}

/// The released steps and one that is not.
std::vector<Migration> with(const char* nextStep)
{
    std::vector<Migration> steps(store::migrations().begin(), store::migrations().end());
    steps.push_back({store::Library::kSchemaVersion + 1, nextStep});
    return steps;
}

} // namespace

class TestSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::filesystem::path(m_folder->path().toStdString()) / "library";
        QVERIFY(store::testing::store(*store::testing::openOrDie(m_file), store::testing::record("one", 5)));
    }

    void stepsCountUp()
    {
        std::int64_t version = 0;
        for (const Migration& step : store::migrations())
            QCOMPARE(step.version, ++version);
        QCOMPARE(version, static_cast<std::int64_t>(store::Library::kSchemaVersion));
    }

    void bringsAnOlderFileUpToDate()
    {
        auto connection = open(m_file, Access::Write);
        const auto steps = with("ALTER TABLE executions ADD COLUMN note TEXT; UPDATE executions SET note = 'kept'");
        const auto migrated = store::migrate(*connection, steps);
        QVERIFY2(migrated.has_value(), migrated ? "" : migrated.error().text().c_str());
        QCOMPARE(connection->integer("PRAGMA user_version").value(), steps.back().version);
        QCOMPARE(connection->integer("PRAGMA application_id").value(), store::kApplicationId);
        QCOMPARE(connection->text("SELECT note FROM executions").value(), std::string("kept"));
        QCOMPARE(connection->integer("SELECT count(*) FROM events").value(), 5);
    }

    void runsEachStepOnce()
    {
        auto connection = open(m_file, Access::Write);
        const auto steps = with("ALTER TABLE executions ADD COLUMN note TEXT");
        QVERIFY(store::migrate(*connection, steps).has_value());
        QVERIFY(store::migrate(*connection, steps).has_value());
    }

    void aStepThatFailsChangesNothing()
    {
        auto connection = open(m_file, Access::Write);
        const auto steps = with("ALTER TABLE executions ADD COLUMN note TEXT; INSERT INTO nowhere VALUES(1)");
        QVERIFY(!store::migrate(*connection, steps).has_value());
        QCOMPARE(connection->integer("PRAGMA user_version").value(), 1);
        QVERIFY(!connection->text("SELECT note FROM executions").has_value());
        QCOMPARE(connection->integer("SELECT count(*) FROM events").value(), 5);
        connection.reset();
        QCOMPARE(store::testing::openOrDie(m_file)->load(store::testing::arnOf("one"))->events.size(), 5U);
    }

    void aFileThatIsUpToDateIsNotWritten()
    {
        const std::string before = store::testing::bytesOf(m_file);
        QVERIFY(store::migrate(*open(m_file, Access::Write), store::migrations()).has_value());
        QCOMPARE(store::testing::bytesOf(m_file), before);
    }

    void readsOnlyVersionsThatItKnows()
    {
        const auto connection = open(m_file, Access::Read);
        QVERIFY(store::checkIdentity(*connection, 1, 1).has_value());
        const auto earlier = store::checkIdentity(*connection, 2, 2);
        QVERIFY(!earlier.has_value());
        QVERIFY(earlier.error().code == core::ErrorCode::Unsupported);
        QVERIFY(earlier.error().text().find("earlier release") != std::string::npos);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
