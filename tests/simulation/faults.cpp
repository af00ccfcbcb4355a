// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/faults.h"

namespace durascope::simulation {

const char* toText(Fault fault)
{
    constexpr std::array<const char*, kFaults> kNames{"exit before a checkpoint",
                                                      "exit after a checkpoint",
                                                      "exit in a body",
                                                      "exit after a body",
                                                      "exit at the end",
                                                      "throttled",
                                                      "server error",
                                                      "lost answer",
                                                      "sent again",
                                                      "overtaken before a checkpoint",
                                                      "overtaken after a checkpoint",
                                                      "overtaken in a body",
                                                      "overtaken at the end",
                                                      "late invocation",
                                                      "duplicate",
                                                      "service restarted",
                                                      "service restarted inside",
                                                      "clock jump",
                                                      "clock backwards",
                                                      "time passes inside",
                                                      "callback twice",
                                                      "callback late"};
    return kNames[static_cast<std::size_t>(fault)];
}

FaultPlan::FaultPlan(std::uint64_t seed, std::uint32_t most)
    : m_random(seed ^ 0x9e37'79b9'7f4a'7c15)
    , m_most(most)
{
    constexpr std::array<std::uint32_t, 5> kRates{10, 40, 100, 200, 400};
    m_perMille = kRates[m_random() % kRates.size()];
}

void FaultPlan::note(Fault fault, const std::string& where)
{
    ++m_counts[static_cast<std::size_t>(fault)];
    m_struck.push_back(std::string(toText(fault)) + " at " + where);
}

} // namespace durascope::simulation
