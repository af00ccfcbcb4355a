// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace durascope::ui {

/// The samples and icons lie in a static library, which the linker would leave out: call it before ":/…" is read.
void ensureResources();

/// The sign of the program, for windows and task bars.
[[nodiscard]] QIcon programIcon();

} // namespace durascope::ui
