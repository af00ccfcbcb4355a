// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sdk/function.h"
#include "engine/service/execution.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace durascope::simulation {

/// What the service showed after one of its calls.
struct Moment
{
    std::size_t events = 0; ///< so far
    core::Timestamp now;
    std::vector<core::OperationRef> operations;
};

/// All of these give what is wrong; empty: nothing.

/// Event ids count from 1, times never decrease.
[[nodiscard]] std::string checkOrder(const std::vector<service::Event>& events);
/// `later` begins with `earlier`, byte for byte.
[[nodiscard]] std::string checkGrowth(const std::vector<service::Event>& earlier,
                                      const std::vector<service::Event>& later);
/// The history, read from its JSON and folded up to that event, tells what the service said then. Moments ascend.
[[nodiscard]] std::string checkFold(const std::vector<service::Event>& events, const std::vector<Moment>& moments);
/// What a store has kept brings the execution back as it is: operations and timers.
[[nodiscard]] std::string checkRestore(const service::Execution& execution, const std::vector<service::Event>& events,
                                       const std::vector<service::Fact>& facts, const service::Limits& limits,
                                       core::Timestamp now);
/// The handler, run once more over all that is recorded, has nothing to add and comes to the same. `lenient`: branches
/// that were given up may try to go on.
[[nodiscard]] std::string checkReplay(const service::Execution& execution, const durable::Function& function,
                                      bool lenient);

/// A store's way of keeping events: as text.
[[nodiscard]] std::vector<service::Event> storedAndRead(const std::vector<service::Event>& events, std::string& wrong);

/// Values that were shown under a name must be the same whenever they are shown again.
class Observations
{
public:
    /// What is wrong.
    [[nodiscard]] std::string add(const std::string& key, const std::string& value);
    [[nodiscard]] std::size_t size() const { return m_values.size(); }

private:
    std::map<std::string, std::string> m_values;
};

} // namespace durascope::simulation
