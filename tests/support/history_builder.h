// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/event_log.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <string>

namespace durascope::test {

/// What the start of an operation says of it. The name defaults to the id.
struct Named
{
    std::string parent = {};
    std::string subType = {};
    std::string name = {};
    bool unnamed = false;
};

/// Makes histories in AWS form with one verb an event:
///
///     HistoryBuilder h;
///     h.executionStarted().stepStarted("a").after(20ms).stepFailed("a", "Error", 5).invocationCompleted();
///     auto log = h.log();
///
/// Every event happens at the clock's present time, which only after() and wait() move. An invocation begins with the
/// first event a function writes after the last InvocationCompleted.
class HistoryBuilder
{
public:
    using Millis = std::chrono::milliseconds;

    explicit HistoryBuilder(std::int64_t startMillis = 1'790'000'000'000)
        : m_now(startMillis)
    {
    }

    HistoryBuilder& after(Millis time); ///< lets time pass
    [[nodiscard]] history::Timestamp now() const { return {m_now * 1000}; }

    HistoryBuilder& executionStarted(const std::string& input = "{}", int timeoutSeconds = 3600);
    HistoryBuilder& executionSucceeded(const std::string& result = "null");
    HistoryBuilder& executionFailed(const std::string& type, const std::string& message = "");
    HistoryBuilder& executionTimedOut();
    HistoryBuilder& executionStopped();
    /// Ends the invocation that runs; with an error type, a crash.
    HistoryBuilder& invocationCompleted(const std::string& errorType = "");
    HistoryBuilder& invocationStarts(); ///< an invocation that has written nothing yet begins now

    HistoryBuilder& contextStarted(const std::string& id, const Named& named = {});
    HistoryBuilder& contextSucceeded(const std::string& id, const std::string& result = "null");
    HistoryBuilder& contextFailed(const std::string& id, const std::string& type, const std::string& message = "");
    HistoryBuilder& stepStarted(const std::string& id, const Named& named = {});
    /// With a delay one poll of a wait-for-condition, or a retry.
    HistoryBuilder& stepSucceeded(const std::string& id, const std::string& result = "null", int delaySeconds = 0);
    HistoryBuilder& stepFailed(const std::string& id, const std::string& type, int delaySeconds = 0,
                               const std::string& message = "");
    HistoryBuilder& waitStarted(const std::string& id, int seconds, const Named& named = {});
    HistoryBuilder& waitSucceeded(const std::string& id);
    HistoryBuilder& waitCancelled(const std::string& id);
    HistoryBuilder& callbackStarted(const std::string& id, const Named& named = {}, int timeoutSeconds = 0);
    HistoryBuilder& callbackSucceeded(const std::string& id, const std::string& result = "\"ok\"");
    HistoryBuilder& callbackFailed(const std::string& id, const std::string& type, const std::string& message = "");
    HistoryBuilder& callbackTimedOut(const std::string& id, const std::string& type = "Callback.Timeout");
    HistoryBuilder& invokeStarted(const std::string& id, const std::string& function, const Named& named = {});
    HistoryBuilder& invokeSucceeded(const std::string& id, const std::string& result = "null");
    /// `how`: "Failed", "TimedOut" or "Stopped".
    HistoryBuilder& invokeEnded(const std::string& id, const std::string& how, const std::string& type);

    /// Any event; EventId and EventTimestamp are filled in.
    HistoryBuilder& event(const std::string& type, const std::string& id, nlohmann::json details);
    /// The events so far, for tests that bend them.
    [[nodiscard]] nlohmann::json& events() { return m_events; }
    [[nodiscard]] nlohmann::json& last() { return m_events.back(); }

    [[nodiscard]] std::string text() const { return nlohmann::json{{"Events", m_events}}.dump(); }
    [[nodiscard]] std::shared_ptr<const history::EventLog> log() const;

private:
    HistoryBuilder& begin(const std::string& type, const std::string& id, Named named, const char* subType,
                          nlohmann::json details);
    HistoryBuilder& end(const std::string& type, const std::string& id, nlohmann::json details);
    [[nodiscard]] nlohmann::json retry(const std::string& id, int delaySeconds);

    std::int64_t m_now;
    std::int64_t m_invocationStart = -1; ///< negative: none runs
    nlohmann::json m_events = nlohmann::json::array();
    std::map<std::string, Named> m_named;
    std::map<std::string, int> m_attempts;
};

} // namespace durascope::test
