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
    friend bool operator==(const Row&, const Row&) = default;
};

/// The operation tree, flattened to the rows that are shown: contexts can be opened and closed, steps with several
/// attempts too. Independent of the cursor, so that rows never jump while a person steps; what has not happened yet is
/// painted as such. One million rows open or close in a few milliseconds; nothing here allocates a row object.
/// Row 0 is the execution itself and is always open. An open step is followed by a row for each of its attempts.
class RowList : public QObject
{
    Q_OBJECT

public:
    /// Up to here a history is shown with every context open from the start.
    static constexpr std::uint32_t kOpenAllOperations = 200;

    explicit RowList(QObject* parent = nullptr);

    /// Everything open down to a depth that keeps the first screen readable: all contexts when there are at most
    /// kOpenAllOperations, else the first two levels. Attempts are closed.
    void setLog(std::shared_ptr<const history::EventLog> log);
    [[nodiscard]] const history::EventLog* log() const { return m_log.get(); }

    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// -1 when it is inside something closed.
    [[nodiscard]] int rowOf(core::OperationIndex operation) const;
    /// The row of one attempt; of the operation while its attempts are closed or for attempt 0.
    [[nodiscard]] int rowOf(core::OperationIndex operation, std::uint32_t attempt) const;
    /// The row of the operation, or of its nearest ancestor that is shown; -1 without a log.
    [[nodiscard]] int rowOfVisibleAncestor(core::OperationIndex operation) const;
    /// It has children or several attempts.
    [[nodiscard]] bool canOpen(core::OperationIndex operation) const;
    [[nodiscard]] bool isOpen(core::OperationIndex operation) const;
    /// Events inside are hidden: it has children and is closed. What stepping over asks.
    [[nodiscard]] bool hidesChildren(core::OperationIndex operation) const;
    /// Attempts of a step over the whole history; 0 for other types.
    [[nodiscard]] std::uint32_t attemptCount(core::OperationIndex operation) const;
    /// Greatest depth among the rows; 0 without rows.
    [[nodiscard]] int maxDepth() const;

    /// The operations that are open, for remembering: ascending, without the execution, those inside closed ones too.
    [[nodiscard]] std::vector<core::OperationIndex> openOperations() const;
    /// Exactly these are open afterwards; what cannot be opened is left out.
    void setOpenOperations(const std::vector<core::OperationIndex>& operations);

public Q_SLOTS:
    void setOpen(core::OperationIndex operation, bool open);
    void setSubtreeOpen(core::OperationIndex operation, bool open);
    /// Attempts too.
    void openAll();
    void closeAll();
    /// Depth 1 shows the top level only. Attempts are closed.
    void openToDepth(int depth);
    /// Opens everything above the operation so that it has a row.
    void reveal(core::OperationIndex operation);

Q_SIGNALS:
    /// Rows [first, first + removed) were replaced by `inserted` rows. The row above, whose arrow turned, is first - 1.
    void rowsReplaced(int first, int removed, int inserted);
    /// Another log is shown.
    void reset();

private:
    [[nodiscard]] bool knows(core::OperationIndex operation) const;
    [[nodiscard]] bool wasRetried(core::OperationIndex operation) const;
    void markAll(bool open);
    void markToDepth(std::uint32_t depth);
    void appendAttempts(std::vector<Row>& rows, core::OperationIndex operation, std::uint32_t depth) const;
    void appendBelow(std::vector<Row>& rows, core::OperationIndex operation, std::uint32_t depth) const;
    void replaceBelow(int row);
    [[nodiscard]] int endOfSubtree(int row) const;
    void refreshLookup() const;

    std::shared_ptr<const history::EventLog> m_log;
    std::vector<Row> m_rows;
    std::vector<bool> m_open;                  ///< by operation; never set where canOpen() is false
    mutable std::vector<std::int32_t> m_rowOf; ///< by operation, made when asked for; -1 without a row
    mutable std::uint32_t m_maxDepth = 0;
    mutable bool m_lookupValid = false;
};

} // namespace durascope::models
