// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/engine/service/service_testing.h"

#include <random>
#include <set>

namespace durascope::test {

/// Everybody who talks to an execution at once, at random but the same for the same seed: the function (with updates
/// that are refused among them), the timers, the world outside, the owner.
class RandomWalk
{
public:
    explicit RandomWalk(std::uint64_t seed);

    /// One call. False when the execution has ended and there is nothing left to say.
    bool step();

    [[nodiscard]] Driver& driver() { return m_driver; }
    [[nodiscard]] Execution& execution() { return *m_driver; }
    [[nodiscard]] const std::string& lastCall() const { return m_lastCall; }
    /// All that a store would have.
    [[nodiscard]] const std::vector<service::Event>& stored() const { return m_events; }
    [[nodiscard]] const std::vector<service::Fact>& facts() const { return m_facts; }
    /// Steps that were let begin before their time.
    [[nodiscard]] const std::set<std::string>& skipped() const { return m_skipped; }
    void store(); ///< takes what is new

private:
    [[nodiscard]] int number(int most) { return std::uniform_int_distribution<int>(0, most)(m_random); }
    [[nodiscard]] bool chance(int percent) { return number(99) < percent; }
    [[nodiscard]] std::string anyId();
    [[nodiscard]] core::OperationRef any(OperationType type);
    [[nodiscard]] OperationUpdate anyUpdate();
    [[nodiscard]] core::InvocationOutcome anyOutcome();
    void checkpoint();
    void answerSomething();
    void skipSomething();

    Driver m_driver;
    std::mt19937_64 m_random;
    std::string m_lastCall;
    std::vector<std::string> m_overtaken;
    std::vector<service::Event> m_events;
    std::vector<service::Fact> m_facts;
    std::set<std::string> m_skipped;
    int m_afterEnd = 0;
};

} // namespace durascope::test
