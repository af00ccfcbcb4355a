// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace durascope::models {

/// How time lies on the axis (interface.md section 3).
enum class AxisMode {
    Compressed, ///< work at its own scale, every wait between two invocations a break of modest width
    RealTime    ///< every second is as wide as every other
};

/// "compressed", "real time": as the status bar says it.
[[nodiscard]] QString toText(AxisMode mode);

} // namespace durascope::models
