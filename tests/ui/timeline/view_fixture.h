// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rows/row_list.h"
#include "models/session/session.h"
#include "tests/support/history_builder.h"
#include "ui/timeline/timeline_view.h"

#include <QRegularExpression>
#include <QStyle>
#include <QTest>

namespace durascope::test {

/// An order with a failing branch and a wait of an hour:
/// 0 execution, 1 prepare (context), 2 reserve, 3 charge (2 attempts), 4 cool-down (wait), 5 ship.
inline HistoryBuilder orderHistory()
{
    using namespace std::chrono_literals;
    HistoryBuilder h;
    h.executionStarted().contextStarted("ctx", {.name = "prepare"});
    h.stepStarted("r", {.parent = "ctx", .name = "reserve"}).after(400ms).stepSucceeded("r");
    h.stepStarted("c", {.parent = "ctx", .name = "charge"}).after(300ms).stepFailed("c", "Busy", 1).after(1s);
    h.stepStarted("c").after(300ms).stepSucceeded("c").contextSucceeded("ctx");
    h.waitStarted("w", 3600, {.name = "cool-down"}).invocationCompleted().after(1h).waitSucceeded("w");
    h.invocationStarts().after(30ms).stepStarted("s", {.name = "ship"}).after(500ms).stepSucceeded("s");
    h.executionSucceeded().invocationCompleted();
    return h;
}

inline models::Document documentOf(std::shared_ptr<const history::EventLog> log)
{
    models::Document document;
    document.analysis = std::make_shared<const history::Analysis>(log);
    document.log = std::move(log);
    return document;
}

/// Offscreen windows warn that they cannot propagate size hints or be raised; nothing else may.
inline void failOnAnyWarning()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support).*$")));
}

/// A shown timeline of 1000 × 400 over a document.
struct ViewFixture
{
    explicit ViewFixture(std::shared_ptr<const history::EventLog> log = orderHistory().log(), QSize size = {1000, 400})
        : view(session)
    {
        view.resize(size);
        session.setDocument(documentOf(std::move(log)));
        view.show();
    }

    [[nodiscard]] core::OperationIndex operation(const char* id) const { return *session.log().findOperation(id); }
    [[nodiscard]] int row(const char* id) const { return session.rows()->rowOf(operation(id)); }
    [[nodiscard]] QPoint inTree(int shown) const
    {
        const QRect rect = view.rowRect(shown);
        return {view.treeWidth() / 2, rect.center().y()};
    }
    [[nodiscard]] QPoint at(core::Timestamp time, int shown) const
    {
        return {qRound(view.xOf(time)), view.rowRect(shown).center().y()};
    }
    /// In the ruler.
    [[nodiscard]] QPoint above(core::Timestamp time) const { return {qRound(view.xOf(time)), 6}; }
    [[nodiscard]] core::Timestamp timeOf(std::uint32_t event) const
    {
        return session.log().time(core::EventIndex(event));
    }
    void click(QPoint point, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, point);
    }
    void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton,
              Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mousePress(view.viewport(), button, modifiers, from);
        for (int step = 1; step <= 4; ++step) {
            QMouseEvent move(QEvent::MouseMove, from + (to - from) * step / 4.0,
                             view.viewport()->mapToGlobal(from + (to - from) * step / 4.0), Qt::NoButton, button,
                             modifiers);
            QCoreApplication::sendEvent(view.viewport(), &move);
        }
        QTest::mouseRelease(view.viewport(), button, modifiers, to);
    }

    models::Session session;
    ui::TimelineView view;
};

} // namespace durascope::test
