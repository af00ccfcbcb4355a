// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/visual_state.h"
#include "models/rows/row_list.h"
#include "models/session/session.h"

#include <QString>

#include <optional>
#include <unordered_map>

namespace durascope::models {

/// What the tree says about one row as of the cursor.
struct RowFacts
{
    QString label;
    OperationKind kind = OperationKind::Generic;
    VisualState state = VisualState::Pending;
    std::optional<core::Duration> duration; ///< so far, when it has not ended; nothing before it begins
    bool ended = false;
    std::uint32_t attempts = 0;      ///< of a step, so far; 0 for others and for attempt rows
    std::uint32_t failuresBelow = 0; ///< of a closed context
    bool canOpen = false;
    bool isOpen = false;
};

/// Answers and remembers RowFacts until the cursor or the rows change: contexts cost a walk over what is in them.
class RowFactsCache
{
public:
    explicit RowFactsCache(const Session& session)
        : m_session(session)
    {
    }

    /// REQUIRES: an open session and a row of its RowList.
    [[nodiscard]] const RowFacts& at(int row);
    void clear();      ///< the document has changed
    void invalidate(); ///< the cursor or the rows have changed

private:
    [[nodiscard]] RowFacts make(const Row& row);
    void describeAttempt(RowFacts& facts, const Row& row) const;
    [[nodiscard]] const QString& labelOf(core::OperationIndex operation);

    const Session& m_session;
    std::unordered_map<std::uint64_t, RowFacts> m_facts;
    std::unordered_map<std::uint32_t, QString> m_labels;
};

} // namespace durascope::models
