// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/timeline/primitives.h"
#include "models/timeline/time_axis.h"

#include <QString>

namespace durascope::ui {

/// Plain text, a line each: name, state in words, start, duration, attempt with its back-off.
[[nodiscard]] QString operationTip(const models::Session& session, core::OperationIndex operation,
                                   std::uint32_t attempt);
[[nodiscard]] QString invocationTip(const models::Session& session, core::InvocationIndex invocation);
[[nodiscard]] QString breakTip(const models::Session& session, const models::AxisStretch& stretch, bool expanded);
/// For whatever is under the mouse; empty where nothing is.
[[nodiscard]] QString tipFor(const models::Session& session, const models::TimeAxis& axis, const models::Hit& hit);

} // namespace durascope::ui
