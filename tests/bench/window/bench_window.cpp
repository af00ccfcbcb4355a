// SPDX-License-Identifier: GPL-3.0-or-later
// bench_window [PAIRS]: P9, P10 and P11 of the window, as tables. Runs on any Qt platform; the figures are those of the
// raster painter, which is what paints on Linux.
#include "tests/bench/window/frames.h"
#include "tests/bench/window/start_up.h"

#include <QApplication>

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.value(1) == QLatin1String("--child"))
        return durascope::bench::runStartUpChild(arguments.value(2));
    bool ok = false;
    const int pairs = arguments.value(1).toInt(&ok);
    durascope::bench::measureStartUp(QApplication::applicationFilePath(), ok && pairs > 0 ? pairs : 5);
    durascope::bench::measureFrames();
    return 0;
}
