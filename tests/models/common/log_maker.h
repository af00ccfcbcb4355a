// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/log_builder.h"

#include <QRandomGenerator>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace durascope::test {

/// What most events do not have.
struct Extra
{
    std::string name;
    std::string subType;
    std::int64_t numberMillis = 0; ///< EventLog::number(); for WaitStarted after LogMaker::kStart
};

/// Writes a log event by event for tests of models: ids are any text, times milliseconds after kStart.
class LogMaker
{
public:
    static constexpr core::Timestamp kStart{1'700'000'000'000'000};

    LogMaker& event(core::EventType type, std::int64_t atMillis, const std::string& id = {},
                    const std::string& parent = {}, const Extra& extra = {})
    {
        history::RawEvent raw;
        raw.type = type;
        raw.eventId = ++m_eventId;
        raw.time = at(atMillis);
        raw.id = m_texts.emplace_back(id);
        raw.parentId = m_texts.emplace_back(parent);
        raw.name = m_texts.emplace_back(extra.name);
        raw.hasName = !extra.name.empty();
        raw.subType = m_texts.emplace_back(extra.subType);
        raw.number = extra.numberMillis * 1000;
        if (type == core::EventType::WaitStarted && extra.numberMillis != 0) {
            raw.number += kStart.micros;
        }
        m_builder->add(raw);
        return *this;
    }
    /// InvocationCompleted.
    LogMaker& invocation(std::int64_t startMillis, std::int64_t endMillis)
    {
        history::RawEvent raw;
        raw.type = core::EventType::InvocationCompleted;
        raw.eventId = ++m_eventId;
        raw.time = at(endMillis);
        raw.intervalStart = at(startMillis);
        raw.intervalEnd = at(endMillis);
        m_builder->add(raw);
        return *this;
    }
    void setName(const std::string& name)
    {
        history::ExecutionMetadata metadata;
        metadata.name = name;
        m_builder->setMetadata(metadata);
    }
    [[nodiscard]] std::shared_ptr<const history::EventLog> finish()
    {
        return m_builder->finish(history::ownedBytes({}));
    }
    [[nodiscard]] static core::Timestamp at(std::int64_t millis) { return kStart + std::chrono::milliseconds(millis); }

private:
    std::unique_ptr<history::LogBuilder> m_builder = std::make_unique<history::LogBuilder>();
    std::deque<std::string> m_texts;
    std::int64_t m_eventId = 0;
};

/// A random tree of contexts and steps, some of them tried several times, some under steps (which no SDK writes but a
/// file can hold).
inline std::shared_ptr<const history::EventLog> randomTree(QRandomGenerator& random, int operations)
{
    using core::EventType;
    LogMaker maker;
    maker.event(EventType::ExecutionStarted, 0, "execution");
    std::vector<std::string> parents{{}};
    for (int i = 0; i < operations; ++i) {
        const auto id = "op-" + std::to_string(i);
        const auto parent = parents[random.bounded(static_cast<quint32>(parents.size()))];
        if (random.bounded(3) == 0) {
            maker.event(EventType::ContextStarted, i, id, parent);
            parents.push_back(id);
            continue;
        }
        maker.event(EventType::StepStarted, i, id, parent);
        for (auto retries = random.bounded(4); retries > 1; --retries) {
            maker.event(EventType::StepFailed, i, id, parent, {{}, {}, 5});
            if (random.bounded(3) > 0) {
                maker.event(EventType::StepStarted, i, id, parent);
            }
        }
        maker.event(EventType::StepSucceeded, i, id, parent);
        if (random.bounded(8) == 0) {
            parents.push_back(id);
        }
    }
    return maker.finish();
}

} // namespace durascope::test
