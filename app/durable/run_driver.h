// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/event_feed.h"
#include "app/durable/outside_world.h"
#include "app/durable/run_command.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace durascope::app {

enum class RunEnd {
    Ended,   ///< the execution has
    Waiting, ///< for something that nobody will do
    Stopped, ///< somebody asked for it
    Failed,  ///< the library can store nothing more; Engine::flush() says why
};

/// Drives an execution to its end and is the clock while it does. For Skip and Manual the engine's time mode must be
/// Manual, so that nothing moves unless it is moved here: an answer from outside may be due before the next timer.
class RunDriver
{
public:
    /// What a person at a manual clock wants: nothing, when there will be no more wishes.
    struct Wish
    {
        std::optional<core::Duration> advance; ///< absent: to what is due next
    };
    using Ask = std::function<std::optional<Wish>()>;

    struct Setting
    {
        RunTime time = RunTime::Skip;
        /// The deadline of the execution counts as something to wait for. It is a year away unless somebody chose it.
        bool deadlineCounts = false;
        Ask ask = {};                       ///< Manual
        std::function<void()> pausing = {}; ///< called before time passes that somebody has to sit through
        std::stop_token stop = {};
    };

    RunDriver(host::Engine& engine, EventFeed& feed, OutsideWorld& world, Setting setting);

    [[nodiscard]] RunEnd run(const std::string& arn);
    /// The next timer or answer.
    [[nodiscard]] std::optional<core::Timestamp> nextDue() const;
    /// One line for each thing that is waited for, the execution's own deadline left out.
    [[nodiscard]] std::vector<std::string> waitingFor() const;

private:
    [[nodiscard]] bool ended(const std::string& arn) const;
    [[nodiscard]] bool answerIsDue() const;
    /// False: nothing is due.
    [[nodiscard]] bool skip();
    [[nodiscard]] bool sleepUntilDue();
    [[nodiscard]] bool obey();
    void goTowards(core::Timestamp goal);

    host::Engine& m_engine;
    EventFeed& m_feed;
    OutsideWorld& m_world;
    Setting m_setting;
    std::optional<core::Timestamp> m_goal; ///< Manual: where the clock is being moved to
};

} // namespace durascope::app
