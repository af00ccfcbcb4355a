// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/engine.h"
#include "engine/service/event.h"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace durascope::app {

/// Hands out every event of every execution of an engine once, in order within an execution.
class EventFeed
{
public:
    using Sink = std::function<void(const std::string& arn, const service::Event& event)>;
    enum class When {
        Asked, ///< when pump() is called
        AtOnce ///< from the thread that made the change, too
    };

    /// The engine must outlive the feed and have no other listener.
    EventFeed(host::Engine& engine, When when);
    ~EventFeed();
    EventFeed(const EventFeed&) = delete;
    EventFeed& operator=(const EventFeed&) = delete;

    /// Sinks are called one at a time and must not drive the engine. Before anything runs.
    void add(Sink sink);
    /// Hands out what is new.
    void pump();
    /// That execution was there before the feed.
    void include(const std::string& arn);

private:
    host::Engine& m_engine;
    std::vector<Sink> m_sinks;
    std::mutex m_handing;
    std::map<std::string, std::int64_t> m_next; ///< EventId to go on with
    std::mutex m_mutex;
    std::set<std::string> m_changed;
};

} // namespace durascope::app
