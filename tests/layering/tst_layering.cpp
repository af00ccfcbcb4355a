// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/layering/rules.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace durascope::layering;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Rule)

namespace {

QString listed(const QList<Violation>& violations)
{
    QStringList lines;
    for (const Violation& violation : violations)
        lines.append(violation.describe());
    return lines.join(u'\n');
}

const QByteArray kApache = "// SPDX-License-Identifier: Apache-2.0\n";
const QByteArray kGpl = "// SPDX-License-Identifier: GPL-3.0-or-later\n";
const QByteArray kGplHash = "# SPDX-License-Identifier: GPL-3.0-or-later\n";

} // namespace

class TestLayering : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theTreeKeepsTheRules();
    void plantedViolationsAreFound_data();
    void plantedViolationsAreFound();
    void whatIsAllowedIsNotReported_data();
    void whatIsAllowedIsNotReported();
    void aPlantedTreeIsWalked();
};

void TestLayering::theTreeKeepsTheRules()
{
    const TreeReport report = checkTree(QStringLiteral(DURASCOPE_SOURCE_DIR));
    // A walk that misses the tree would find nothing wrong, too.
    for (const QString& file : {u"CMakeLists.txt"_s, u"engine/core/time.h"_s, u"engine/history/event_log.cpp"_s,
                                u"packaging/test"_s, u".ci/run"_s, u"tests/layering/rules.cpp"_s})
        QVERIFY2(report.files.contains(file), qPrintable(file));
    QVERIFY2(report.violations.isEmpty(), qPrintable(u'\n' + listed(report.violations)));
}

void TestLayering::plantedViolationsAreFound_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Rule>("rule");
    QTest::addColumn<int>("line");

    const auto plant = [](const char* name, const QString& file, const QByteArray& text, Rule rule, int line) {
        QTest::newRow(name) << file << text << rule << line;
    };
    plant("core includes history", u"engine/core/a.cpp"_s, kApache + "#include \"engine/history/event_log.h\"\n",
          Rule::UpwardInclude, 2);
    plant("history includes service", u"engine/history/a.cpp"_s, kApache + "\n#include \"engine/service/b.h\"\n",
          Rule::UpwardInclude, 3);
    plant("sdk includes history", u"engine/sdk/a.cpp"_s, kApache + "#include \"engine/history/event_log.h\"\n",
          Rule::UpwardInclude, 2);
    plant("engine includes models", u"engine/debug/a.cpp"_s, kApache + "#include \"models/session/session.h\"\n",
          Rule::UpwardInclude, 2);
    plant("models include ui", u"models/rows/a.cpp"_s, kGpl + "#include \"ui/theme/theme.h\"\n", Rule::UpwardInclude,
          2);
    plant("ui includes app", u"ui/window/a.cpp"_s, kGpl + "#include \"app/durascope/options.h\"\n", Rule::UpwardInclude,
          2);
    plant("ui reaches past its model", u"ui/timeline/a.cpp"_s, kGpl + "#include \"engine/debug/controller.h\"\n",
          Rule::UpwardInclude, 2);
    plant("app includes tests", u"app/durable/a.cpp"_s, kGpl + "#include \"tests/support/a.h\"\n", Rule::UpwardInclude,
          2);
    plant("upward in angle brackets", u"engine/core/a.cpp"_s, kApache + "# include <ui/theme/theme.h>\n",
          Rule::UpwardInclude, 2);
    plant("sample includes service", u"engine/samples/a.cpp"_s, kApache + "#include \"engine/service/event.h\"\n",
          Rule::UpwardInclude, 2);
    plant("recorder includes models", u"packaging/samples/a.cpp"_s, kGpl + "#include \"models/rows/a.h\"\n",
          Rule::UpwardInclude, 2);
    plant("unknown room", u"engine/attic/a.cpp"_s, kApache, Rule::UnknownRoom, 1);
    plant("include beside", u"engine/core/a.cpp"_s, kApache + "#include \"time.h\"\n", Rule::RelativeInclude, 2);
    plant("include with dots", u"engine/core/a.cpp"_s, kApache + "#include \"../core/time.h\"\n", Rule::RelativeInclude,
          2);
    plant("class header in the engine", u"engine/core/a.cpp"_s, kApache + "#include <QString>\n", Rule::QtInEngine, 2);
    plant("module header in the engine", u"engine/core/a.cpp"_s, kApache + "#include <QtCore/QString>\n",
          Rule::QtInEngine, 2);
    plant("old header in the engine", u"engine/core/a.cpp"_s, kApache + "#include <qglobal.h>\n", Rule::QtInEngine, 2);
    plant("engine links Qt", u"engine/core/CMakeLists.txt"_s,
          "# SPDX-License-Identifier: Apache-2.0\ntarget_link_libraries(x Qt6::Core)\n", Rule::QtInEngine, 2);
    plant("widget in the models", u"models/rows/a.h"_s, kGpl + "#pragma once\n#include <QTreeView>\n",
          Rule::WidgetsInModels, 3);
    plant("widgets module in the models", u"models/rows/a.cpp"_s, kGpl + "#include <QtWidgets/QLabel>\n",
          Rule::WidgetsInModels, 2);
    plant("models link widgets", u"models/CMakeLists.txt"_s, kGplHash + "link(\n    Qt6::Widgets)\n",
          Rule::WidgetsInModels, 3);
    plant("no licence", u"ui/theme/a.cpp"_s, "#include <QColor>\n", Rule::Licence, 1);
    plant("licence not first", u"ui/theme/a.cpp"_s, "\n" + kGpl, Rule::Licence, 1);
    plant("the other licence in the engine", u"engine/core/a.cpp"_s, kGpl, Rule::Licence, 1);
    plant("the other licence above", u"models/rows/a.cpp"_s, kApache, Rule::Licence, 1);
    plant("script without licence", u"packaging/test"_s, "#!/usr/bin/env bash\nset -eu\n", Rule::Licence, 2);
    plant("empty file", u"engine/core/a.cpp"_s, "", Rule::Licence, 1);
    plant("no pragma once", u"engine/core/a.h"_s, kApache + "// #pragma once\n", Rule::MissingPragmaOnce, 1);
}

void TestLayering::plantedViolationsAreFound()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, text);
    QFETCH(Rule, rule);
    QFETCH(int, line);

    QVERIFY(isChecked(file));
    const QList<Violation> found = checkFile(file, text);
    QVERIFY2(found.size() == 1, qPrintable(listed(found)));
    QCOMPARE(found.first().rule, rule);
    QCOMPARE(found.first().line, line);
    QVERIFY(found.first().describe().startsWith(u"%1:%2: "_s.arg(file).arg(line)));
}

void TestLayering::whatIsAllowedIsNotReported_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("down the stairs") << u"engine/history/a.h"_s
                                     << kApache + "#pragma once\n#include \"engine/core/time.h\"\n#include <vector>\n";
    QTest::newRow("models over the engine")
        << u"models/rows/a.cpp"_s << kGpl + "#include \"engine/history/state_at.h\"\n#include <QAbstractItemModel>\n";
    QTest::newRow("ui over models") << u"ui/timeline/a.cpp"_s
                                    << kGpl + "#include \"models/rows/flat_tree.h\"\n#include <QWidget>\n";
    QTest::newRow("values in ui") << u"ui/timeline/a.cpp"_s
                                  << kGpl + "#include \"engine/core/time.h\"\n#include \"engine/history/state_at.h\"\n";
    QTest::newRow("everything in the programs")
        << u"app/durascope/main.cpp"_s
        << kGpl + "#include \"engine/core/time.h\"\n#include \"ui/window/main_window.h\"\n#include <QApplication>\n";
    QTest::newRow("Qt Test over the engine") << u"tests/engine/core/tst_a.cpp"_s
                                             << kGpl + "#include \"engine/core/time.h\"\n#include <QTest>\n"
                                                       "#include \"tst_a.moc\"\n";
    QTest::newRow("a C header that begins with q") << u"engine/core/a.cpp"_s << kApache + "#include <quadmath.hpp>\n";
    QTest::newRow("an include in a comment") << u"engine/core/a.cpp"_s << kApache + "// #include <QString>\n";
    QTest::newRow("a user's project") << u"tests/package/guide/a.cpp"_s << kGpl + "#include \"depot.h\"\n";
    QTest::newRow("script") << u"packaging/run"_s << "#!/usr/bin/env bash\n" + kGplHash;
    QTest::newRow("resource list") << u"resources/a.qrc"_s
                                   << QByteArray("<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n<RCC/>\n");
}

void TestLayering::whatIsAllowedIsNotReported()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, text);
    const QList<Violation> found = checkFile(file, text);
    QVERIFY2(found.isEmpty(), qPrintable(listed(found)));
}

void TestLayering::aPlantedTreeIsWalked()
{
    QTemporaryDir tree;
    QVERIFY(tree.isValid());
    const QDir root(tree.path());
    const QList<std::pair<QString, QByteArray>> files{
        {u"engine/core/deep/bad.cpp"_s, kApache + "#include <QString>\n"},
        {u".ci/run"_s, "#!/bin/sh\n"},
        {u"build/generated.cpp"_s, "int x;\n"},
        {u"resources/samples/order.json"_s, "{}\n"},
    };
    for (const auto& [name, text] : files) {
        QVERIFY(root.mkpath(QFileInfo(name).path()));
        QFile file(root.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }
    const TreeReport report = checkTree(tree.path());
    QCOMPARE(report.files, (QStringList{u".ci/run"_s, u"engine/core/deep/bad.cpp"_s}));
    QVERIFY2(report.violations.size() == 2, qPrintable(listed(report.violations)));
    QCOMPARE(report.violations[0].rule, Rule::Licence);
    QCOMPARE(report.violations[1].rule, Rule::QtInEngine);
}

QTEST_GUILESS_MAIN(TestLayering)
#include "tst_layering.moc"
