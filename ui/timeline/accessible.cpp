// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/accessible.h"

#include "models/rows/row_list.h"
#include "ui/timeline/overlay.h"
#include "ui/timeline/timeline_view.h"

#include <QAccessibleWidget>
#include <QPointer>

#include <memory>
#include <unordered_map>

namespace durascope::ui {

namespace {

/// One row. Lives as long as the view's interface; a row that is gone is invalid.
class AccessibleRow : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    AccessibleRow(TimelineView* view, int row)
        : m_view(view)
        , m_row(row)
    {
    }

    [[nodiscard]] bool isValid() const override
    {
        return m_view && m_view->session().isOpen() && m_row < m_view->session().rows()->count();
    }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::TreeItem; }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        const QString all = m_view->rowText(m_row);
        if (kind == QAccessible::Name)
            return all;
        // What follows the name: kind, state, duration.
        return kind == QAccessible::Value ? all.mid(all.indexOf(QStringLiteral(", ")) + 2) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect row = m_view->rowRect(m_row);
        return {m_view->viewport()->mapToGlobal(row.topLeft()), row.size()};
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const models::RowList& rows = *m_view->session().rows();
        const models::Row& shown = rows.at(m_row);
        state.selectable = true;
        state.focusable = true;
        state.selected = selectedRow(m_view->session()) == m_row;
        state.focused = state.selected && m_view->hasFocus();
        state.expandable = shown.attempt == 0 && rows.canOpen(shown.operation);
        state.expanded = state.expandable && rows.isOpen(shown.operation);
        state.collapsed = state.expandable && !rows.isOpen(shown.operation);
        state.offscreen = !m_view->viewport()->rect().intersects(m_view->rowRect(m_row));
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override { return {pressAction(), toggleAction()}; }
    void doAction(const QString& action) override
    {
        if (!isValid())
            return;
        const models::Session& session = m_view->session();
        const models::Row shown = session.rows()->at(m_row);
        if (action == toggleAction())
            session.rows()->setOpen(shown.operation, !session.rows()->isOpen(shown.operation));
        else if (action == pressAction())
            m_view->selectRow(m_row);
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

    [[nodiscard]] int row() const { return m_row; }

private:
    QPointer<TimelineView> m_view;
    int m_row;
};

class AccessibleTimeline : public QAccessibleWidget
{
public:
    explicit AccessibleTimeline(TimelineView* view)
        : QAccessibleWidget(view, QAccessible::Tree)
        , m_view(view)
    {
    }
    ~AccessibleTimeline() override
    {
        for (const auto& [row, id] : m_rows)
            QAccessible::deleteAccessibleInterface(id);
    }
    Q_DISABLE_COPY_MOVE(AccessibleTimeline)

    [[nodiscard]] int childCount() const override
    {
        return m_view->session().isOpen() ? m_view->session().rows()->count() : 0;
    }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        const auto found = m_rows.find(index);
        if (found != m_rows.end())
            return QAccessible::accessibleInterface(found->second);
        auto* made = new AccessibleRow(m_view, index);
        m_rows.emplace(index, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* row = dynamic_cast<const AccessibleRow*>(child);
        return row != nullptr ? row->row() : -1;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        return child(m_view->rowAt(m_view->viewport()->mapFromGlobal(QPoint(x, y))));
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override { return child(selectedRow(m_view->session())); }

private:
    TimelineView* m_view;
    mutable std::unordered_map<int, QAccessible::Id> m_rows;
};

QAccessibleInterface* timelineFactory(const QString&, QObject* object)
{
    auto* view = qobject_cast<TimelineView*>(object);
    return view != nullptr ? new AccessibleTimeline(view) : nullptr;
}

} // namespace

void installTimelineAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(timelineFactory);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace durascope::ui
