// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/text.h"
#include "models/common/visual_state.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>
#include <vector>

namespace durascope::models {

class Session;

/// The events of the session's history, or of one operation, as a table as of the cursor. A row is an index, never an
/// object; a million rows cost nothing, and text is made only for the rows that are asked for.
class EventsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        CursorColumn, ///< "▶" in the row of the cursor
        IdColumn,
        TimeColumn,
        DeltaColumn, ///< since the row before
        TypeColumn,
        OperationColumn,
        InvocationColumn,
        DetailsColumn,
        kColumnCount
    };
    enum Role {
        EventRole = Qt::UserRole + 1, ///< uint
        OperationRole,                ///< uint; invalid QVariant when the event belongs to none
        FutureRole,                   ///< bool: after the cursor
        CursorRole,                   ///< bool: the last event that has happened
        StateRole,                    ///< VisualState as int
        KindRole,                     ///< OperationKind as int
        IgnoredRole,                  ///< bool: has no effect because it contradicts earlier events
        GuessedRole                   ///< bool: its time or its start had to be guessed
    };

    explicit EventsModel(Session& session, QObject* parent = nullptr);

    /// Only the events of that operation, those without effect too; an invalid index shows all events.
    void setOperation(core::OperationIndex operation);
    [[nodiscard]] core::OperationIndex operation() const { return m_operation; }
    /// Only the events that the invocation wrote or that happened while it ran, and its end.
    void setInvocation(core::InvocationIndex invocation);
    void setTimeDisplay(TimeDisplay display);
    [[nodiscard]] TimeDisplay timeDisplay() const { return m_display; }

    [[nodiscard]] core::EventIndex eventAt(int row) const;
    /// -1 when the event has no row.
    [[nodiscard]] int rowOf(core::EventIndex event) const;
    /// The last row at or before the cursor, -1 when all lie after it.
    [[nodiscard]] int cursorRow() const;

    /// The rows as JSON Lines, each event as in the history.
    [[nodiscard]] QString rowsAsJson(const std::vector<int>& rows) const;
    /// The rows as lines of text, the columns separated by tabs.
    [[nodiscard]] QString rowsAsText(const std::vector<int>& rows) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    void multiData(const QModelIndex& index, QModelRoleDataSpan roles) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    void reset();
    void moveCursor();
    [[nodiscard]] std::vector<core::EventIndex> eventsOfInvocation() const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QString deltaText(int row) const;
    [[nodiscard]] QVariant value(int row, int column, int role) const;

    Session& m_session;
    std::shared_ptr<const history::EventLog> m_log;
    std::optional<std::vector<core::EventIndex>> m_filter; ///< ascending; nothing: all events
    core::OperationIndex m_operation;
    core::InvocationIndex m_invocation;
    core::EventIndex m_cursor;
    TimeDisplay m_display = TimeDisplay::SinceStart;
};

} // namespace durascope::models
