// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/analysis.h"

#include <vector>

namespace durascope::history {

/// How an error travelled from the operation that threw it to the execution. A history does not say which child's error
/// a context passed on; it is found by comparing types and messages of what had failed inside when the context ended.
class ErrorTrail
{
public:
    explicit ErrorTrail(const EventLog& log);

    /// The deepest operation whose error reached this one; itself when its error was its own. Invalid when it did not
    /// fail.
    [[nodiscard]] OperationIndex originOf(OperationIndex operation) const;
    [[nodiscard]] std::vector<ErrorRung> ladderFrom(OperationIndex operation) const;

private:
    [[nodiscard]] bool failed(OperationIndex operation) const;
    [[nodiscard]] EventIndex endOf(OperationIndex operation) const;
    [[nodiscard]] core::ErrorObject errorOf(OperationIndex operation) const;
    [[nodiscard]] OperationIndex causeOf(OperationIndex parent) const;
    [[nodiscard]] bool wentOn(OperationIndex parent, EventIndex after) const;
    [[nodiscard]] ErrorRung rung(OperationIndex operation, ErrorRelation relation) const;

    const EventLog& m_log;
};

} // namespace durascope::history
