// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace durascope::simulation {

/// What goes wrong in a world. Each is something that happens to real executions.
enum class Fault : std::uint8_t {
    ExitBeforeCheckpoint, ///< the process ends before the service has the request
    ExitAfterCheckpoint,  ///< the service has it, the answer is lost with the process
    ExitInBody,
    ExitAfterBody,             ///< the effect is there, nothing is recorded
    ExitAtEnd,                 ///< the handler is done, its answer is lost
    Throttled,                 ///< 429, nothing is applied
    ServerError,               ///< 500, nothing is applied
    LostAnswer,                ///< 500, but everything was applied
    SentAgain,                 ///< the answer is lost on its way and the client asks again
    OvertakenBeforeCheckpoint, ///< another invocation begins and runs to its end meanwhile; this one is stale then
    OvertakenAfterCheckpoint,
    OvertakenInBody,
    OvertakenAtEnd,
    LateInvocation,   ///< overtaken before it has begun to work
    Duplicate,        ///< one more invocation although none is wanted
    ServiceRestarted, ///< between two invocations: everything in memory is gone
    ServiceRestartedInside,
    ClockJump,        ///< between two invocations
    ClockBackwards,   ///< one call is given an earlier instant than the call before
    TimePassesInside, ///< timers fire and answers come while an invocation runs
    CallbackTwice,
    CallbackLate,
};
inline constexpr std::size_t kFaults = static_cast<std::size_t>(Fault::CallbackLate) + 1;
[[nodiscard]] const char* toText(Fault fault);

/// When which fault strikes: the same for the same seed and the same questions.
class FaultPlan
{
public:
    FaultPlan(std::uint64_t seed, std::uint32_t most);

    /// Whether one of these strikes here, and which. Costs one of the number that may strike at all.
    template <std::size_t N>
    [[nodiscard]] bool strikes(const std::array<Fault, N>& possible, Fault& chosen)
    {
        if (m_struck.size() >= m_most || m_random() % 1000 >= m_perMille)
            return false;
        chosen = possible[m_random() % N];
        return true;
    }
    [[nodiscard]] std::uint32_t number(std::uint32_t first, std::uint32_t last)
    {
        return first + static_cast<std::uint32_t>(m_random() % (last - first + 1));
    }
    void note(Fault fault, const std::string& where);

    [[nodiscard]] const std::array<std::uint32_t, kFaults>& counts() const { return m_counts; }
    [[nodiscard]] const std::vector<std::string>& story() const { return m_struck; }

private:
    std::mt19937_64 m_random;
    std::uint32_t m_most;
    std::uint32_t m_perMille;
    std::vector<std::string> m_struck;
    std::array<std::uint32_t, kFaults> m_counts{};
};

} // namespace durascope::simulation
