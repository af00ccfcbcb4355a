// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/frames.h"

#include "models/rows/row_list.h"
#include "tests/bench/bench_data.h"
#include "tests/bench/json_events.h"
#include "tests/bench/pairs.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QScrollBar>

#include <cstdio>
#include <functional>

namespace durascope::bench {
namespace {

constexpr int kFrames = 120;

/// Everything the gesture asked to be painted is painted when this returns.
void settle()
{
    QApplication::sendPostedEvents();
    QApplication::processEvents();
}

void measure(const char* workload, const char* gesture, int frames, const std::function<void(int)>& act)
{
    std::vector<double> times;
    for (int i = 0; i < frames; ++i)
        times.push_back(1000 * timed([&] {
                            act(i);
                            settle();
                        }));
    std::printf("%-7s %-28s %10.2f %10.2f\n", workload, gesture, quantile(times, 0.5), quantile(times, 0.95));
}

void measureMoves(const char* name, ui::MainWindow& window)
{
    ui::TimelineView& view = window.timeline();
    models::RowList& rows = *window.session().rows();
    Random random(7);
    const std::uint32_t last = window.session().log().eventCount() - 1;
    measure(name, "seek to a random event", kFrames, [&](int) {
        window.session().seekTo(core::EventIndex(static_cast<std::uint32_t>(random.between(0, last))));
    });
    view.showAll();
    settle();
    measure(name, "zoom in and out", kFrames, [&](int i) { (i / 8) % 2 == 0 ? view.zoomIn() : view.zoomOut(); });
    measure(name, "pan", kFrames, [&](int i) { (i / 16) % 2 == 0 ? view.panRight() : view.panLeft(); });
    QScrollBar& bar = *view.verticalScrollBar();
    measure(name, "scroll anywhere", kFrames,
            [&](int) { bar.setValue(static_cast<int>(random.between(0, static_cast<std::uint64_t>(bar.maximum())))); });
    rows.closeAll();
    settle();
    measure(name, "open all", 1, [&](int) { rows.openAll(); });
    measure(name, "scroll with all open", kFrames,
            [&](int) { bar.setValue(static_cast<int>(random.between(0, static_cast<std::uint64_t>(bar.maximum())))); });
    measure(name, "zoom with all open", kFrames, [&](int i) { (i / 8) % 2 == 0 ? view.zoomIn() : view.zoomOut(); });
}

/// The context with most children, opened and closed.
void measureBigContext(const char* name, ui::MainWindow& window)
{
    const history::EventLog& log = window.session().log();
    core::OperationIndex biggest = core::kExecution;
    for (std::uint32_t i = 1; i < log.operationCount(); ++i) {
        const core::OperationIndex operation(i);
        if (biggest == core::kExecution || log.children(operation).size() > log.children(biggest).size())
            biggest = operation;
    }
    models::RowList& rows = *window.session().rows();
    rows.reveal(biggest);
    settle();
    std::printf("%-7s the largest context has %zu children\n", name, log.children(biggest).size());
    measure(name, "open or close it", 20, [&](int i) { rows.setOpen(biggest, i % 2 == 0); });
}

} // namespace

void measureFrames()
{
    std::printf("\n%-7s %-28s %10s %10s\n", "frames", "gesture", "p50 ms", "p95 ms");
    for (const Workload* workload : {&kUsual, &kLarge, &kMillion}) {
        const auto log = logOf(*workload);
        models::Document document;
        document.log = log;
        document.analysis = std::make_shared<const history::Analysis>(log);
        document.title = QString::fromUtf8(workload->name);
        ui::MainWindow window(ui::Memory::Forget);
        window.resize(1440, 900);
        window.show();
        window.session().setDocument(document);
        settle();
        measureMoves(workload->name, window);
        measureBigContext(workload->name, window);
    }
}

} // namespace durascope::bench
