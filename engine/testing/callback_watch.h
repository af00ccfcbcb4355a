// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine.h"
#include "engine/testing/local_test_runner.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace durable::testing {

/// Looks after the callbacks of a run, from the engine's listener: gives prepared answers, and in asynchronous runs
/// keeps virtual time from passing the deadlines of callbacks that the test is about to answer.
///
/// Thread safe: changes come from the thread that drives, wishes from that of the test.
class CallbackWatch
{
public:
    explicit CallbackWatch(durascope::host::Engine& engine);

    void beginRun();
    /// The answer for the next callback of that name: one that is open already and has none, or one to come.
    void prepare(const std::string& name, std::function<void(const std::string& callbackId)> answer);

    /// Which callbacks are held: none unless asked for.
    enum class Hold : std::uint8_t {
        None, ///< the test waits for the run, so nobody will answer
        All,  ///< the test does something else than waiting
        One,  ///< the test waits for this one
    };
    /// `operationId` of One: of the callback or of the waitForCallback around it; empty: not known yet by id, then
    /// `name`.
    void hold(Hold hold, std::string operationId = {}, std::string name = {});

    /// An execution changed.
    void changed(const std::string& arn);

private:
    struct Open
    {
        std::string arn;
        std::string operationId;
        std::string parentId; ///< of a waitForCallback; else empty
        std::string callbackId;
        std::string name; ///< of the waitForCallback when it is one
        std::function<void(const std::string&)> answer;
    };
    void watch();
    void notice(const std::string& arn);
    void applyHold(const Open& callback);
    [[nodiscard]] std::optional<Open> takeAnswerable();
    [[nodiscard]] bool canBeAnswered(const Open& callback) const;
    void giveAnswers();

    durascope::host::Engine& m_engine;
    std::atomic<bool> m_watching = false; ///< somebody has wishes; most runs go by unwatched
    std::mutex m_mutex;
    std::unordered_set<std::string> m_former;             ///< executions of runs before
    std::unordered_map<std::string, std::int64_t> m_seen; ///< EventIds looked at, by execution
    std::vector<Open> m_open;                             ///< in order of start
    std::map<std::string, std::deque<std::function<void(const std::string&)>>> m_prepared;
    Hold m_hold = Hold::None;
    std::string m_heldOperation;
    std::string m_heldName;
    bool m_answering = false; ///< answers make changes of their own
};

} // namespace durable::testing
