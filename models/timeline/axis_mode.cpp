// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/axis_mode.h"

#include <QCoreApplication>

namespace durascope::models {

QString toText(AxisMode mode)
{
    switch (mode) {
    case AxisMode::Compressed:
        return QCoreApplication::translate("AxisMode", "compressed");
    case AxisMode::RealTime:
        return QCoreApplication::translate("AxisMode", "real time");
    }
    return {};
}

} // namespace durascope::models
