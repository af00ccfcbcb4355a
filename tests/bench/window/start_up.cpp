// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/start_up.h"

#include "tests/bench/bench_data.h"
#include "tests/bench/pairs.h"
#include "ui/window/document_control.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QProcess>
#include <QTimer>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace durascope::bench {
namespace {

constexpr char kStartVariable[] = "DURASCOPE_BENCH_START";
constexpr QSize kSize(1440, 900);

/// The same clock in parent and child: CLOCK_MONOTONIC counts from the start of the machine.
qint64 nowMicros()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<qint64>(time.tv_sec) * 1'000'000 + time.tv_nsec / 1'000;
}

void paintAndReport(QWidget& window)
{
    window.repaint();
    const qint64 start = qEnvironmentVariable(kStartVariable).toLongLong();
    std::printf("%lld\n", static_cast<long long>(nowMicros() - start));
    std::fflush(stdout);
    // The time a window takes to go away is not what is measured.
    std::_Exit(0);
}

double milliseconds(const QString& program, const QStringList& arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QLatin1String(kStartVariable), QString::number(nowMicros()));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    process.waitForFinished(-1);
    bool ok = false;
    const double micros = process.readAllStandardOutput().trimmed().toDouble(&ok);
    if (!ok || process.exitCode() != 0) {
        std::fprintf(stderr, "bench_window: a child printed no time\n");
        std::exit(1);
    }
    return micros / 1000;
}

} // namespace

int runStartUpChild(const QString& file)
{
    if (file.isEmpty()) {
        QMainWindow window;
        window.resize(kSize);
        window.show();
        QTimer::singleShot(0, &window, [&] { paintAndReport(window); });
        return QApplication::exec();
    }
    ui::MainWindow window(ui::Memory::Forget);
    window.resize(kSize);
    window.show();
    QObject::connect(&window.documents(), &ui::DocumentControl::opened, &window,
                     [&] { QTimer::singleShot(0, &window, [&] { paintAndReport(window); }); });
    QTimer::singleShot(0, &window, [&] { window.open(file); });
    return QApplication::exec();
}

void measureStartUp(const QString& program, int pairs)
{
    std::printf("%-7s %14s %14s %18s\n", "start", "paint ms", "empty ms", "empty windows");
    for (const Workload* workload : {&kThousand, &kUsual, &kLarge, &kMillion}) {
        const QString file = QString::fromStdString(fileOf(*workload));
        std::vector<double> ours;
        std::vector<double> empty;
        Ratios ratios;
        (void)milliseconds(program, {QStringLiteral("--child"), file}); // warms the cache
        for (int i = 0; i < pairs; ++i) {
            ours.push_back(milliseconds(program, {QStringLiteral("--child"), file}));
            empty.push_back(milliseconds(program, {QStringLiteral("--child")}));
            ratios.add(ours.back(), empty.back());
        }
        std::printf("%-7s %14.1f %14.1f %18.1f\n", workload->name, quantile(ours, 0.5), quantile(empty, 0.5),
                    ratios.median());
    }
}

} // namespace durascope::bench
