// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine.h"
#include "engine/testing/conformance/handlers.h"
#include "engine/testing/conformance/log_store.h"
#include "engine/testing/conformance/value.h"

#include <optional>
#include <string>

namespace durascope::conformance {

/// One function deployed on an engine of its own, with the targets it may invoke and a log store, and one execution of
/// it in virtual time.
class Session
{
public:
    /// Skip: time jumps whenever nothing can run, as for somebody who waits for the result. Manual: it passes as the
    /// runner sleeps.
    Session(const HandlerRegistry& registry, const std::string& id, const HandlerFactory& factory, host::TimeMode mode);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Begins the execution; nothing has run yet.
    [[nodiscard]] service::Answer<void> start(const Value& input);
    /// Skip: until the execution has ended. Manual: until only time helps.
    void run();
    /// Manual: sleeps, and everything that falls due meanwhile happens at its time.
    void sleep(core::Duration duration);

    [[nodiscard]] bool ended() const;
    /// Went round and round; nothing is run any more.
    [[nodiscard]] bool gaveUp() const { return m_gaveUp; }
    [[nodiscard]] Value events() const;       ///< what GetDurableExecutionHistory answers
    [[nodiscard]] std::string status() const; ///< the word of GetDurableExecution
    [[nodiscard]] core::Payload result() const;
    [[nodiscard]] std::vector<StoredRecord> logs() const { return m_logs.recordsOf(m_arn); }
    [[nodiscard]] host::Engine& engine() { return m_engine; }

private:
    [[nodiscard]] std::optional<core::Timestamp> nextTimer() const;

    LogStore m_logs; // before the engine, whose sink writes to it
    host::Engine m_engine;
    std::string m_function;
    std::string m_arn;
    bool m_gaveUp = false;
};

} // namespace durascope::conformance
