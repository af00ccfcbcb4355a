// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/event_log.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <vector>

namespace durascope::models {

/// One visible row of the tree and of the timeline beside it.
struct Row
{
    core::OperationIndex operation;
    std::uint32_t attempt = 0; ///< from 1: a row for one attempt of the step; 0: the operation
    std::uint32_t depth = 0;
};

/// The operation tree, flattened to the rows that are shown: contexts can be opened and closed, steps with several
/// attempts too. Independent of the cursor, so that rows never jump while a person steps; what has not happened yet is
/// painted as such. One million rows open or close in a few milliseconds; nothing here allocates a row object.
/// Row 0 is the execution itself and is always open.
class RowList : public QObject
{
    Q_OBJECT

public:
    explicit RowList(QObject* parent = nullptr);

    /// Everything open down to a depth that keeps the first screen readable: all of it when there are at most 200
    /// operations, else the first two levels.
    void setLog(std::shared_ptr<const history::EventLog> log);
    [[nodiscard]] const history::EventLog* log() const { return m_log.get(); }

    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// -1 when it is inside something closed.
    [[nodiscard]] int rowOf(core::OperationIndex operation) const;
    /// The row of the operation, or of its nearest ancestor that is shown.
    [[nodiscard]] int rowOfVisibleAncestor(core::OperationIndex operation) const;
    [[nodiscard]] bool canOpen(core::OperationIndex operation) const;
    [[nodiscard]] bool isOpen(core::OperationIndex operation) const;
    [[nodiscard]] int maxDepth() const;

    /// The operations that are open, for remembering.
    [[nodiscard]] std::vector<core::OperationIndex> openOperations() const;
    void setOpenOperations(const std::vector<core::OperationIndex>& operations);

public Q_SLOTS:
    void setOpen(core::OperationIndex operation, bool open);
    void setSubtreeOpen(core::OperationIndex operation, bool open);
    void openAll();
    void closeAll();
    /// Depth 1 shows the top level only.
    void openToDepth(int depth);
    /// Opens everything above the operation so that it has a row.
    void reveal(core::OperationIndex operation);

Q_SIGNALS:
    /// Rows [first, first + removed) were replaced by `inserted` rows.
    void rowsReplaced(int first, int removed, int inserted);
    void reset();

private:
    void rebuild();
    void appendSubtree(std::vector<Row>& rows, core::OperationIndex operation, std::uint32_t depth) const;
    void invalidateLookup();

    std::shared_ptr<const history::EventLog> m_log;
    std::vector<Row> m_rows;
    std::vector<bool> m_open;                    ///< by operation
    mutable std::vector<std::uint32_t> m_rowOf;  ///< by operation, made when asked for
    mutable bool m_lookupValid = false;
};

} // namespace durascope::models
