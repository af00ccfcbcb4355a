// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inspector/link.h"

#include "models/session/session.h"

namespace durascope::models {

void follow(Session& session, const Link& link)
{
    if (!session.isOpen())
        return;
    if (link.event.valid()) {
        session.seekTo(link.event);
    } else if (link.operation.valid()) {
        session.selectOperation(link.operation);
    } else if (link.invocation.valid()) {
        Selection selection;
        selection.invocation = link.invocation;
        session.select(selection);
    }
}

} // namespace durascope::models
