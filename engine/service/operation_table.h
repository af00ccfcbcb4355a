// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/id_index.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::service {

using core::Operation;

/// What the service knows about an operation beside what it shows of it.
struct Record
{
    std::uint64_t change = 0; ///< value of the change counter at its last change (wire-protocol section 16.3)
    Position parent = kNoPosition;
    Position firstChild = kNoPosition;
    Position nextSibling = kNoPosition;
    std::uint32_t wireSize = 0;   ///< bytes it takes in an invocation event, near enough for paging
    bool unseen = false;          ///< changed since the function last saw it
    bool hidden = false;          ///< below a completed context without ReplayChildren (section 17)
    TimerQueue::Handle deadline;  ///< of a wait, of a retry, of a callback as a whole
    TimerQueue::Handle heartbeat; ///< of a callback
    std::int64_t seconds = 0;     ///< WAIT: Duration; CALLBACK: heartbeat timeout
    std::int64_t lastEvent = 0;   ///< EventId of its last event
};

/// All operations of one execution in order of start: copy on write, because their states are handed out. Private to
/// the service.
class OperationTable
{
public:
    /// Begins an operation. REQUIRES: there is none with that id. An unknown parent counts as none.
    Position add(Operation operation);
    [[nodiscard]] Position find(std::string_view id) const; ///< kNoPosition when there is none

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(m_operations.size()); }
    [[nodiscard]] const Operation& at(Position position) const { return *m_operations[position]; }
    [[nodiscard]] const OperationRef& ref(Position position) const { return m_operations[position]; }
    [[nodiscard]] const std::vector<OperationRef>& all() const { return m_operations; }
    [[nodiscard]] Record& record(Position position) { return m_records[position]; }
    [[nodiscard]] const Record& record(Position position) const { return m_records[position]; }

    /// Gives the operation a new state. States that were handed out before the last seal() stay as they are.
    template <typename Change>
    void change(Position position, Change&& how)
    {
        how(beginChange(position));
        endChange(position);
    }
    /// From here on everything present counts as handed out. Called at the start of every call of the service.
    void seal() { m_sealed = m_change; }

    // --- what the function has not seen (section 16.3)
    [[nodiscard]] bool hasUnseen() const { return !m_unseen.empty(); }
    /// In the order in which they first changed; without the function an operation changes only once. Everything counts
    /// as seen afterwards.
    std::vector<Position> takeUnseen();
    void forgetUnseen();

    // --- counts
    /// STEP in PENDING; WAIT, CALLBACK, CHAINED_INVOKE in STARTED (section 5.3).
    [[nodiscard]] std::uint32_t pending() const { return m_pending; }
    [[nodiscard]] std::uint32_t ready() const { return m_ready; }

private:
    Operation& beginChange(Position position);
    void endChange(Position position);
    void count(const Operation& operation, int by);
    void markChanged(Position position);
    void hideBelow(Position context);

    std::vector<OperationRef> m_operations;
    std::vector<Record> m_records;
    IdIndex m_positions;
    std::vector<Position> m_unseen;
    std::vector<Position> m_toHide; ///< kept for its memory
    std::uint64_t m_change = 0;
    std::uint64_t m_sealed = 0;
    std::uint32_t m_pending = 0;
    std::uint32_t m_ready = 0;
};

/// A completed context whose descendants the function does not need any more.
[[nodiscard]] bool dropsChildren(const Operation& operation);

} // namespace durascope::service
