// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/window_fixture.h"

#include "ui/theme/palette.h"
#include "ui/theme/time_display.h"
#include "ui/window/document_control.h"

#include <QCoreApplication>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

namespace durascope::test {

WindowFixture::WindowFixture()
{
    qputenv("XDG_CONFIG_HOME", m_folder.path().toLocal8Bit());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
    QCoreApplication::setOrganizationName(QStringLiteral("Durascope"));
    QCoreApplication::setApplicationName(QStringLiteral("durascope-test"));
    restart();
}

WindowFixture::~WindowFixture()
{
    closeWindow();
    ui::Theme::instance().setChoice(ui::ThemeChoice::Light);
    ui::TimeDisplayChoice::instance().setDisplay(models::TimeDisplay::Utc);
}

void WindowFixture::closeWindow()
{
    if (m_window)
        m_window->close();
    m_window.reset();
}

ui::MainWindow& WindowFixture::restart()
{
    closeWindow();
    m_window = std::make_unique<ui::MainWindow>(ui::Memory::Remember);
    m_window->show();
    m_window->activateWindow();
    (void)QTest::qWaitForWindowActive(m_window.get());
    return *m_window;
}

bool WindowFixture::open(const QString& path)
{
    QSignalSpy opened(&m_window->documents(), &ui::DocumentControl::opened);
    QSignalSpy failed(&m_window->documents(), &ui::DocumentControl::failed);
    m_window->open(path);
    return QTest::qWaitFor([&] { return opened.count() + failed.count() > 0; }, 20'000) && failed.isEmpty();
}

QString WindowFixture::samplePath(const char* name)
{
    return QStringLiteral(DURASCOPE_SOURCE_DIR "/resources/samples/") + QLatin1String(name) + QStringLiteral(".json");
}

QString WindowFixture::sampleFile(const char* name)
{
    const QString copy = m_folder.filePath(QLatin1String(name) + QStringLiteral(".json"));
    QFile::copy(samplePath(name), copy);
    return copy;
}

QString WindowFixture::writeFile(const QString& name, const QByteArray& content)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return {};
    return file.fileName();
}

} // namespace durascope::test
