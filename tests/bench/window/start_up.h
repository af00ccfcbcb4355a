// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace durascope::bench {

/// P9: from the start of a process to its first complete paint, for our window and for an empty one in turn. Prints a
/// row a workload.
void measureStartUp(const QString& program, int pairs);

/// What the processes that measureStartUp() starts do: open the file in a window (or show an empty window when there is
/// no file), paint it completely, print the microseconds since the start of the process, and end.
int runStartUpChild(const QString& file);

} // namespace durascope::bench
