// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/resources.h"

static void initResources()
{
    // The macro must not stand in a namespace.
    Q_INIT_RESOURCE(resources);
}

namespace durascope::ui {

void ensureResources()
{
    initResources();
}

QIcon programIcon()
{
    ensureResources();
    return QIcon(QStringLiteral(":/icons/durascope.svg"));
}

} // namespace durascope::ui
