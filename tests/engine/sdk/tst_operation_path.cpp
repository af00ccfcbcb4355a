// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/operation_path.h"

#include <QCryptographicHash>
#include <QtTest>

#include <thread>

using namespace durable::detail;

namespace {

std::string referenceId(const std::string& path)
{
    return QCryptographicHash::hash(QByteArray::fromStdString(path), QCryptographicHash::Sha256).toHex().toStdString();
}

} // namespace

class OperationPathTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pathsNestWithHyphens()
    {
        QCOMPARE(childPath("", 1), std::string("1"));
        QCOMPARE(childPath("2", 3), std::string("2-3"));
        QCOMPARE(childPath("2-3", 12), std::string("2-3-12"));
    }

    void idIsTheSha256OfThePath()
    {
        QCOMPARE(wireId("1"), std::string("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"));
        QCOMPARE(wireId(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        for (const char* const path :
             {"2", "1-2", "10-200-3000", "1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1"})
            QCOMPARE(wireId(path), referenceId(path));
    }

    void threadsDoNotDisturbEachOther()
    {
        std::vector<std::vector<std::string>> ids(4);
        {
            std::vector<std::jthread> threads;
            for (std::vector<std::string>& mine : ids) {
                threads.emplace_back([&mine] {
                    for (std::uint64_t n = 1; n <= 500; ++n)
                        mine.push_back(wireId(childPath("7", n)));
                });
            }
        }
        for (std::uint64_t n = 1; n <= 500; ++n)
            QCOMPARE(ids[0][n - 1], referenceId("7-" + std::to_string(n)));
        for (const std::vector<std::string>& other : ids)
            QVERIFY(other == ids[0]);
    }
};

QTEST_GUILESS_MAIN(OperationPathTest)
#include "tst_operation_path.moc"
