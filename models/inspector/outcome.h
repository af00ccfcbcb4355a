// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/state_at.h"
#include "models/inspector/link.h"

#include <QString>

namespace durascope::models {

/// What an operation was given or came to, as of the cursor. A result that lies ahead is not shown as present.
struct Outcome
{
    enum class Kind {
        Nothing, ///< there is none and none will come; the note says why
        NotYet,  ///< none at the cursor
        Value,   ///< `event` carries it, or says that there is no value
        Error    ///< `event` is the failure
    };
    Kind kind = Kind::Nothing;
    core::EventIndex event;
    bool isInterim = false; ///< of one attempt; the operation goes on
    QString note;           ///< one sentence; empty when there is nothing to add
    Link later;             ///< where it comes, when it lies ahead
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

[[nodiscard]] Outcome inputAt(const history::StateAt& state, core::OperationIndex operation);
/// Of one attempt of a step when `attempt` is not 0.
[[nodiscard]] Outcome resultAt(const history::StateAt& state, core::OperationIndex operation,
                               std::uint32_t attempt = 0);

/// The first event after the cursor that ends the operation or one of its attempts; invalid when none does.
[[nodiscard]] core::EventIndex nextEndOf(const history::StateAt& state, core::OperationIndex operation);

} // namespace durascope::models
