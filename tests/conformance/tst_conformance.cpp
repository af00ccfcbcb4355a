// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/testing/conformance/discovery.h"
#include "engine/testing/conformance/requirement.h"
#include "engine/testing/conformance/runner.h"
#include "tests/support/shared_files.h"

#include <QTest>

#include <cstdlib>

using namespace durascope;
using namespace durascope::conformance;
namespace fs = std::filesystem;

namespace {

/// $DURASCOPE_CONFORMANCE, else the folder beside the project, else what fetch_requirements.sh has fetched. Empty when
/// there is none of them. One that is named must be there.
fs::path requirementsFolder()
{
    if (const char* named = std::getenv("DURASCOPE_CONFORMANCE"))
        return named;
    const fs::path source = DURASCOPE_SOURCE_DIR;
    const fs::path shared = test::sharedFolder(source);
    for (const fs::path& folder : {shared.empty() ? fs::path() : shared / "conformance" / "requirements",
                                   source / "build" / "conformance" / "requirements"}) {
        if (!folder.empty() && fs::is_directory(folder))
            return folder;
    }
    return {};
}

} // namespace

/// The official conformance suite, one row a requirement.
class TestConformance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requirement_data();
    void requirement();
};

void TestConformance::requirement_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("suite");
    const fs::path folder = requirementsFolder();
    if (folder.empty()) {
        QSKIP("the requirements are not here: run tests/conformance/fetch_requirements.sh or set "
              "DURASCOPE_CONFORMANCE");
    }
    const auto files = findRequirements(folder, {});
    if (!files) {
        QTest::newRow("the folder") << QString::fromStdString(folder.string()) << QString();
        QFAIL(files.error().text().c_str());
    }
    for (const RequirementFile& file : *files) {
        QTest::newRow(file.id.c_str()) << QString::fromStdString(file.path.string())
                                       << QString::fromStdString(file.suite);
    }
}

void TestConformance::requirement()
{
    QFETCH(QString, file);
    QFETCH(QString, suite);
    const auto read = readRequirement(file.toStdString(), suite.toStdString());
    QVERIFY2(read, read ? "" : read.error().text().c_str());
    const RequirementResult result = runRequirement(*read, builtInHandlers());
    QVERIFY2(result.status == Status::Passed, result.message().c_str());
}

QTEST_APPLESS_MAIN(TestConformance)
#include "tst_conformance.moc"
