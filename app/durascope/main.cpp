// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durascope/arguments.h"
#include "app/durascope/screenshot.h"
#include "ui/window/main_window.h"
#include "ui/window/resources.h"

#include <QApplication>
#include <QIcon>

#include <cstdio>

namespace {

using namespace durascope;

bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

/// Two remarks of Qt on machines without a desktop session that are of no use to anybody who asked for a picture.
void passOnMessages(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (message.startsWith(QLatin1String("QStandardPaths: XDG_RUNTIME_DIR")) ||
        message.contains(QLatin1String("propagateSizeHints")))
        return;
    std::fprintf(stderr, "%s\n", qFormatLogMessage(type, context, message).toUtf8().constData());
}

int showWindows(const app::Arguments& arguments)
{
    auto* first = new ui::MainWindow;
    first->setAttribute(Qt::WA_DeleteOnClose);
    if (arguments.theme)
        ui::Theme::instance().setChoice(*arguments.theme);
    first->show();
    for (qsizetype i = 0; i < arguments.files.size(); ++i) {
        ui::MainWindow* window = i == 0 ? first : first->openWindow();
        window->open(arguments.files.at(i), arguments.eventId);
    }
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    QStringList commandLine;
    for (int i = 0; i < argc; ++i)
        commandLine.append(QString::fromLocal8Bit(argv[i]));
    const auto arguments = app::parseArguments(commandLine);
    if (!arguments) {
        app::printError(arguments.error());
        return app::kWrongUsage;
    }
    if (!arguments->print.isEmpty()) {
        std::fputs(arguments->print.toUtf8().constData(), stdout);
        return app::kSuccess;
    }
    const bool picture = !arguments->screenshot.isEmpty();
    if (!hasDisplay() && !picture) {
        app::printError(
            QStringLiteral("there is no display to show a window on; use --screenshot PNG to render one, or "
                           "durable history show FILE"));
        return app::kWrongUsage;
    }
    if (!hasDisplay())
        qputenv("QT_QPA_PLATFORM", "offscreen");
    if (picture)
        qInstallMessageHandler(passOnMessages);

    // Our own options are read already; Qt sees none of them.
    int qtArgc = 1;
    QApplication application(qtArgc, argv);
    QApplication::setOrganizationName(QStringLiteral("Durascope"));
    QApplication::setApplicationName(QStringLiteral("durascope"));
    QApplication::setApplicationDisplayName(QStringLiteral("Durascope"));
    QApplication::setApplicationVersion(QStringLiteral(DURASCOPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("durascope"));
    QApplication::setWindowIcon(ui::programIcon());
    return picture ? app::renderScreenshot(*arguments) : showWindows(*arguments);
}
