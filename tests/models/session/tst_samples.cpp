// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/samples.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace durascope;
using core::ErrorCode;

class tst_Samples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theListThatIsShipped()
    {
        const auto samples = models::readSamples(QStringLiteral(DURASCOPE_SOURCE_DIR "/resources/samples/index.json"));
        QVERIFY(samples.has_value());
        QVERIFY(samples->size() >= 3);
        for (const auto& sample : *samples) {
            QVERIFY2(QFileInfo(sample.path).isFile(), qPrintable(sample.path));
            QVERIFY(!sample.title.isEmpty());
            QVERIFY(!sample.sentence.isEmpty());
            QVERIFY(sample.atEventId.value_or(1) > 0);
        }
    }

    void everyMember()
    {
        const auto path =
            write(R"([{"file":"a.json","title":"A","sentence":"Look.","at":4},{"file":"b","title":"B"}])");
        const auto samples = models::readSamples(path);
        QVERIFY(samples.has_value());
        QCOMPARE(samples->size(), std::size_t{2});
        QCOMPARE(samples->front().path, m_dir.filePath(QStringLiteral("a.json")));
        QCOMPARE(samples->front().sentence, QStringLiteral("Look."));
        QCOMPARE(samples->front().atEventId, std::optional<qint64>(4));
        QCOMPARE(samples->back().title, QStringLiteral("B"));
        QVERIFY(!samples->back().atEventId);
    }

    void troubles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not JSON") << QByteArray("[{");
        QTest::newRow("an object") << QByteArray("{}");
        QTest::newRow("no file") << QByteArray(R"([{"title":"A"}])");
        QTest::newRow("no title") << QByteArray(R"([{"file":"a"}])");
        QTest::newRow("no objects") << QByteArray("[1]");
    }
    void troubles()
    {
        QFETCH(QByteArray, text);
        const auto samples = models::readSamples(write(text));
        QVERIFY(!samples.has_value());
        QVERIFY(samples.error().code == ErrorCode::Malformed);
        QVERIFY(!samples.error().message.empty());
        QVERIFY(!samples.error().place.source.empty());
    }

    void missing()
    {
        const auto samples = models::readSamples(m_dir.filePath(QStringLiteral("none.json")));
        QVERIFY(!samples.has_value());
        QVERIFY(samples.error().code == ErrorCode::NotFound);
    }

private:
    QString write(const QByteArray& text)
    {
        const auto path = m_dir.filePath(QStringLiteral("index.json"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
            qFatal("cannot write the list of this test");
        }
        return path;
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(tst_Samples)
#include "tst_samples.moc"
