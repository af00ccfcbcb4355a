// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/testing/conformance/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

using namespace durascope::conformance;
using namespace Qt::StringLiterals;

namespace {

Report sample()
{
    return {{{"1-1", "step", Status::Passed, {}},
             {"1-2", "step", Status::Failed, {"event 2: \"a\" <b> & c\x01", "second"}},
             {"9-1", "map", Status::Skipped, {"there is no handler for it"}}}};
}

} // namespace

class TestReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTextTellsWhatDidNotPass();
    void theJsonCounts();
    void theXmlIsWellFormed();
    void skippedIsNoFailure();
};

void TestReport::theTextTellsWhatDidNotPass()
{
    const std::string text = reportText(sample());
    QVERIFY(text.find("failed 1-2 (step)\n    event 2") != std::string::npos);
    QVERIFY(text.find("\n    second\n") != std::string::npos);
    QVERIFY(text.find("skipped 9-1 (map)") != std::string::npos);
    QVERIFY(text.find("1-1") == std::string::npos);
    QVERIFY(text.find("suite    total   passed   failed  skipped\n"
                      "step         2        1        1        0\n"
                      "map          1        0        0        1\n"
                      "all          3        1        1        1\n") != std::string::npos);
}

void TestReport::theJsonCounts()
{
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(reportJson(sample()))).object();
    QCOMPARE(json[u"total"].toInt(), 3);
    QCOMPARE(json[u"passed"].toInt(), 1);
    QCOMPARE(json[u"failed"].toInt(), 1);
    QCOMPARE(json[u"skipped"].toInt(), 1);
    const QJsonArray requirements = json[u"requirements"].toArray();
    QCOMPARE(requirements.size(), 3);
    QCOMPARE(requirements[0].toObject().keys(), (QStringList{u"id"_s, u"status"_s, u"suite"_s}));
    QCOMPARE(requirements[1].toObject()[u"status"].toString(), u"failed"_s);
    QVERIFY(requirements[1].toObject()[u"message"].toString().endsWith(u"; second"));
}

void TestReport::theXmlIsWellFormed()
{
    QXmlStreamReader reader(QByteArray::fromStdString(reportJunit(sample())));
    QStringList cases;
    QStringList problems;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attributes = reader.attributes();
        if (reader.name() == u"testcase")
            cases.append(attributes.value(u"classname"_s).toString() + u' ' + attributes.value(u"name"_s).toString());
        if (reader.name() == u"failure" || reader.name() == u"skipped")
            problems.append(reader.name().toString() + u": " + attributes.value(u"message"_s).toString());
        if (reader.name() == u"testsuites")
            QCOMPARE(attributes.value(u"failures"_s).toInt(), 1);
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QCOMPARE(cases, (QStringList{u"cpp.step 1-1"_s, u"cpp.step 1-2"_s, u"cpp.map 9-1"_s}));
    QCOMPARE(problems,
             (QStringList{u"failure: event 2: \"a\" <b> & c ; second"_s, u"skipped: there is no handler for it"_s}));
}

void TestReport::skippedIsNoFailure()
{
    Report report = sample();
    QVERIFY(!report.succeeded());
    report.results.erase(report.results.begin() + 1);
    QVERIFY(report.succeeded());
    QVERIFY(Report().succeeded());
}

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
