// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/payload_path.h"

#include <QTest>

using namespace durascope::models;
using Kind = PathStep::Kind;

class TestPayloadPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesPaths_data();
    void writesPaths();
};

void TestPayloadPath::writesPaths_data()
{
    QTest::addColumn<std::vector<PathStep>>("steps");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("jq");
    const auto row = [](const char* name, std::vector<PathStep> steps, const char* path, const char* jq) {
        QTest::newRow(name) << steps << QString::fromUtf8(path) << QString::fromUtf8(jq);
    };
    row("root", {}, "$", ".");
    row("member", {{Kind::Member, "a", 0}}, "$.a", ".a");
    row("element first", {{Kind::Element, "", 3}}, "$[3]", ".[3]");
    row("mixed", {{Kind::Member, "items", 0}, {Kind::Element, "", 3}, {Kind::Member, "sku", 0}}, "$.items[3].sku",
        ".items[3].sku");
    row("odd keys", {{Kind::Member, "a b", 0}, {Kind::Member, "", 0}, {Kind::Member, "1x", 0}},
        "$[\"a b\"][\"\"][\"1x\"]", ".[\"a b\"][\"\"][\"1x\"]");
    row("quotes", {{Kind::Member, "a\"b\\", 0}}, "$[\"a\\\"b\\\\\"]", ".[\"a\\\"b\\\\\"]");
    row("into a string", {{Kind::Member, "body", 0}, {Kind::IntoString, "", 0}, {Kind::Member, "id", 0}},
        "$.body → $.id", ".body | fromjson | .id");
    row("into a string at once", {{Kind::IntoString, "", 0}, {Kind::Element, "", 0}}, "$ → $[0]",
        ". | fromjson | .[0]");
}

void TestPayloadPath::writesPaths()
{
    QFETCH(std::vector<PathStep>, steps);
    QTEST(jsonPath(steps), "path");
    QTEST(jqPath(steps), "jq");
}

QTEST_GUILESS_MAIN(TestPayloadPath)
#include "tst_payload_path.moc"
