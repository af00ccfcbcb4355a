// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/event_feed.h"

#include <utility>

namespace durascope::app {

EventFeed::EventFeed(host::Engine& engine, When when)
    : m_engine(engine)
{
    m_engine.setListener([this, when](const std::string& arn) {
        include(arn);
        if (when == When::AtOnce) {
            pump();
        }
    });
}

EventFeed::~EventFeed()
{
    m_engine.setListener({});
}

void EventFeed::add(Sink sink)
{
    m_sinks.push_back(std::move(sink));
}

void EventFeed::include(const std::string& arn)
{
    const std::lock_guard lock(m_mutex);
    m_changed.insert(arn);
}

void EventFeed::pump()
{
    const std::lock_guard handing(m_handing);
    std::set<std::string> changed;
    {
        const std::lock_guard lock(m_mutex);
        changed.swap(m_changed);
    }
    for (const std::string& arn : changed) {
        std::int64_t& next = m_next.try_emplace(arn, 1).first->second;
        for (const service::Event& event : m_engine.events(arn, next)) {
            next = event.eventId + 1;
            for (const Sink& sink : m_sinks) {
                sink(arn, event);
            }
        }
    }
}

} // namespace durascope::app
