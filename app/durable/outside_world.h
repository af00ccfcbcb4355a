// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/engine.h"
#include "engine/samples/samples.h"
#include "engine/service/event.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace durascope::app {

/// How somebody outside answers a callback: with a result, or with an error.
struct PlannedAnswer
{
    std::string callback; ///< name, or the operation's id when it has none
    core::Payload result;
    core::ErrorRef error = {}; ///< set: a failure
    core::Duration after{0};   ///< the moment it could be answered
};

/// The default answers of a sample, without those for callbacks that somebody answers otherwise.
[[nodiscard]] std::vector<PlannedAnswer> answersOf(const samples::Sample& sample,
                                                   const std::vector<PlannedAnswer>& instead);

/// The people and machines that answer callbacks. The first answer of a name goes to the first callback of that name,
/// the second to the second. Callbacks of waitForCallback go by the name of that, and are answered once their submitter
/// is done. Thread safe.
class OutsideWorld
{
public:
    OutsideWorld(host::Engine& engine, std::vector<PlannedAnswer> answers);

    /// What happened: a sink of an EventFeed.
    void note(const std::string& arn, const service::Event& event);
    /// When the next answer is due; nothing when none is planned for a callback that waits.
    [[nodiscard]] std::optional<core::Timestamp> nextAnswer() const;
    /// Gives the answers that are due.
    void answer();
    /// Answers a callback that waits now. False: none of that name does.
    [[nodiscard]] bool answerNow(PlannedAnswer answer);

    struct OpenCallback
    {
        std::string arn;
        std::string name; ///< may be empty
        std::string operationId;
        std::optional<std::string> parentId;
        std::string callbackId;
        core::Timestamp since;
        bool answerable = true;
        std::optional<PlannedAnswer> answer = {};
        core::Timestamp due = {};
        [[nodiscard]] const std::string& label() const { return name.empty() ? operationId : name; }
    };
    [[nodiscard]] std::vector<OpenCallback> open() const; ///< oldest first

private:
    void noteCallback(const std::string& arn, const service::Event& event);
    void noteSubmitted(const std::string& arn, const std::string& contextId, core::Timestamp time);
    void assign(OpenCallback& callback, core::Timestamp now);
    void forget(const std::string& arn, const std::string* operationId);

    host::Engine& m_engine;
    mutable std::mutex m_mutex;
    std::vector<PlannedAnswer> m_answers; ///< not yet given to a callback
    std::map<std::pair<std::string, std::string>, std::string>
        m_waits; ///< waitForCallback contexts: name by ARN and id
    std::vector<OpenCallback> m_open;
};

} // namespace durascope::app
