// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durascope/screenshot.h"

#include "models/common/text.h"
#include "ui/window/document_control.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QCursor>
#include <QPixmap>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>

namespace durascope::app {

namespace {

/// Longer than any animation of the window.
constexpr int kSettle = 400;

int save(ui::MainWindow& window, const QString& path)
{
    if (window.grab().save(path, "PNG"))
        return kSuccess;
    printError(QStringLiteral("%1: the picture cannot be written there; choose another place").arg(path));
    return kWrongUsage;
}

void printAndExit(const core::Error& error, int code)
{
    printError(models::toQString(error.text()));
    QApplication::exit(code);
}

} // namespace

void printError(const QString& line)
{
    std::fprintf(stderr, "durascope: %s\n", line.toUtf8().constData());
}

int renderScreenshot(const Arguments& arguments)
{
    // A picture shows the program as it comes, and leaves what somebody has set up alone: the parts of a window that
    // remember by themselves (columns, tabs) find an empty place here.
    const QTemporaryDir nowhere;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, nowhere.path());
    ui::MainWindow window(ui::Memory::Forget);
    if (arguments.theme)
        ui::Theme::instance().setChoice(*arguments.theme);
    window.setMinimumSize(1, 1);
    window.resize(arguments.size);
    // There the pointer stands in the corner, where it would light a button up.
    if (QGuiApplication::platformName() == QLatin1String("offscreen"))
        QCursor::setPos(window.width() * 4, window.height() * 4);
    window.show();
    QTimer settled;
    settled.setSingleShot(true);
    settled.setInterval(kSettle);
    QObject::connect(&settled, &QTimer::timeout, &window,
                     [&] { QApplication::exit(save(window, arguments.screenshot)); });
    auto& documents = window.documents();
    QObject::connect(&documents, &ui::DocumentControl::opened, &settled, qOverload<>(&QTimer::start));
    QObject::connect(&documents, &ui::DocumentControl::failed, &window,
                     [](const QString&, const core::Error& error) { printAndExit(error, kUnreadable); });
    QObject::connect(&documents, &ui::DocumentControl::eventNotFound, &window,
                     [](const QString&, const core::Error& error) { printAndExit(error, kWrongUsage); });
    QTimer::singleShot(0, &window, [&] {
        if (arguments.files.isEmpty())
            settled.start();
        else
            window.open(arguments.files.first(), arguments.eventId);
    });
    return QApplication::exec();
}

} // namespace durascope::app
