// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/atomic_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

using namespace durascope;
using app::AtomicFile;

namespace {
QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

void put(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

mode_t permissionsOf(const QString& path)
{
    struct stat status = {};
    return ::stat(qPrintable(path), &status) == 0 ? status.st_mode & 0777U : 0;
}
} // namespace

class AtomicFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
        m_path = m_dir->filePath(QStringLiteral("out.json"));
    }

    void appearsOnlyWhenCommitted()
    {
        auto file = AtomicFile::create(m_path.toStdString());
        QVERIFY(file.has_value());
        QVERIFY((*file)->write("hello "));
        QVERIFY((*file)->write("world"));
        QVERIFY(!QFile::exists(m_path));
        QVERIFY((*file)->commit().has_value());
        QCOMPARE(contentOf(m_path), QByteArray("hello world"));
        file->reset();
        QCOMPARE(entries(), QStringList{QStringLiteral("out.json")});
    }

    void leavesNothingWhenDropped()
    {
        put(m_path, "before");
        {
            auto file = AtomicFile::create(m_path.toStdString());
            QVERIFY((*file)->write("half"));
        }
        QCOMPARE(contentOf(m_path), QByteArray("before"));
        QCOMPARE(entries(), QStringList{QStringLiteral("out.json")});
    }

    void keepsPermissionsAndFollowsLinks()
    {
        put(m_path, "before");
        QCOMPARE(::chmod(qPrintable(m_path), 0640), 0);
        const QString link = m_dir->filePath(QStringLiteral("link.json"));
        QVERIFY(QFile::link(m_path, link));
        auto file = AtomicFile::create(link.toStdString());
        QVERIFY((*file)->write("after"));
        QVERIFY((*file)->commit().has_value());
        QCOMPARE(contentOf(m_path), QByteArray("after"));
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(permissionsOf(m_path), mode_t{0640});
    }

    void newFilesGetThePermissionsOfTheUser()
    {
        const mode_t before = ::umask(027);
        auto file = AtomicFile::create(m_path.toStdString());
        QVERIFY((*file)->commit().has_value());
        ::umask(before);
        QCOMPARE(permissionsOf(m_path), mode_t{0640});
    }

    void writesToDevicesDirectly()
    {
        auto file = AtomicFile::create("/dev/null");
        QVERIFY(file.has_value());
        QVERIFY((*file)->write("gone"));
        QVERIFY((*file)->commit().has_value());
        QVERIFY(QFile::exists(QStringLiteral("/dev/null")));
    }

    void saysWhenTheDiskIsFull()
    {
        if (!QFile::exists(QStringLiteral("/dev/full"))) {
            QSKIP("this system has no /dev/full");
        }
        auto file = AtomicFile::create("/dev/full");
        QVERIFY(file.has_value());
        QVERIFY(!(*file)->write("too much"));
        QVERIFY((*file)->error().message.find("No space left") != std::string::npos);
    }

    void refusesWhatCannotBeWritten()
    {
        const auto folder = AtomicFile::create(m_dir->path().toStdString());
        QVERIFY(!folder.has_value());
        QCOMPARE(folder.error().code, core::ErrorCode::Usage);
        const auto nowhere = AtomicFile::create(m_dir->filePath(QStringLiteral("no/such/out.json")).toStdString());
        QVERIFY(!nowhere.has_value());
        QCOMPARE(nowhere.error().code, core::ErrorCode::Usage);
    }

    void pendingFilesCanBeRemovedAtOnce()
    {
        auto file = AtomicFile::create(m_path.toStdString());
        QVERIFY((*file)->write("half"));
        QCOMPARE(entries().size(), qsizetype{1});
        AtomicFile::removePending();
        QCOMPARE(entries().size(), qsizetype{0});
    }

private:
    QStringList entries() const { return QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden); }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
};

QTEST_GUILESS_MAIN(AtomicFileTest)
#include "tst_atomic_file.moc"
