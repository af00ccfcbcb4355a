// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/event_log.h"
#include "engine/history/state_at.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace durascope::test {

struct NaiveOperation
{
    std::string type; ///< "STEP", …
    std::string name;
    std::string subType;
    std::string parent; ///< id; empty for children of the execution
    std::string status = "NOT_STARTED";
    std::size_t firstEvent = 0;
    unsigned attempt = 0;
    unsigned endedAttempts = 0;
    std::int64_t start = 0;
    std::optional<std::int64_t> end;
    std::optional<std::int64_t> nextAttempt;
    std::optional<std::int64_t> scheduledEnd;
};

/// The fold of history-format section 14 written down a second time, over JSON values, by operation id, event after
/// event, as plainly as possible: what EventLog and StateAt are compared with.
class NaiveFold
{
public:
    /// `events` in the order of the log. Looks at all of them for what no prefix can tell: types, names, parents, the
    /// execution's ids and which steps ran again.
    explicit NaiveFold(const nlohmann::json& events);

    /// Takes the next event in.
    void step();
    [[nodiscard]] std::size_t done() const { return m_done; }

    [[nodiscard]] const std::map<std::string, NaiveOperation>& operations() const { return m_operations; }
    /// With READY where the next attempt is due by now.
    [[nodiscard]] std::string statusOf(const NaiveOperation& operation, std::int64_t now) const;
    [[nodiscard]] const std::string& executionStatus() const { return m_execution; }
    [[nodiscard]] const history::Totals& totals() const { return m_totals; }

private:
    void lookAhead();
    void breakCycles();
    void foldOperation(const nlohmann::json& event, NaiveOperation& operation, std::int64_t time);
    void foldStep(const nlohmann::json& event, NaiveOperation& operation, std::int64_t time);
    void begin(NaiveOperation& operation, std::int64_t time);
    void finish(NaiveOperation& operation, const std::string& status, std::int64_t time);
    [[nodiscard]] bool isExecution(const nlohmann::json& event) const;

    nlohmann::json m_events;
    std::map<std::string, NaiveOperation> m_operations;
    std::vector<std::string> m_executionIds;
    std::map<std::string, std::size_t> m_lastStepStart;
    std::string m_execution = "RUNNING";
    history::Totals m_totals;
    std::size_t m_done = 0;
    std::int64_t m_time = 0;
};

} // namespace durascope::test
