// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Before index.h: moc of Qt 6.4 cannot read <compare> as the first of the standard headers.
#include "engine/core/enums.h"
#include "engine/core/index.h"

#include <QMetaType>

namespace durascope::models {

class Session;

/// Where a fact leads: an event (the cursor goes there), an operation or an invocation (it becomes selected).
struct Link
{
    core::EventIndex event;
    core::OperationIndex operation;
    core::InvocationIndex invocation;

    [[nodiscard]] static Link toEvent(core::EventIndex event) { return {event, {}, {}}; }
    [[nodiscard]] static Link toOperation(core::OperationIndex operation) { return {{}, operation, {}}; }
    [[nodiscard]] static Link toInvocation(core::InvocationIndex invocation) { return {{}, {}, invocation}; }
    [[nodiscard]] bool valid() const { return event.valid() || operation.valid() || invocation.valid(); }
    friend bool operator==(const Link&, const Link&) = default;
};

/// Goes there; does nothing when the link leads nowhere.
void follow(Session& session, const Link& link);

} // namespace durascope::models

Q_DECLARE_METATYPE(durascope::models::Link)
