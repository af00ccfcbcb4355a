// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/cell.h"

#include <functional>
#include <string>
#include <vector>

namespace durascope::app {

enum class Align { Left, Right };

struct Column
{
    std::string title; ///< may be empty: no header line when all are
    Align align = Align::Left;
    /// Longer texts are cut; 0 is no limit. A column with a limit may shrink further where the terminal is narrow. The
    /// last column takes what is left.
    std::size_t widest = 0;
    bool droppable = false; ///< left out where the terminal is too narrow for all
};

using Row = std::vector<Cell>; ///< as many cells as there are columns

/// Calls back for every row in order, stops when told false. Called twice: once to measure, once to print. The last
/// cell is not looked at while measuring and may then be left empty.
enum class TablePass { Measure, Print };
using RowSource = std::function<void(TablePass, const std::function<bool(const Row&)>&)>;

/// Prints an aligned table that does not stretch over the edge of the terminal. Keeps no rows, so that a million of
/// them need no memory.
void printTable(Terminal& terminal, const std::vector<Column>& columns, const RowSource& rows);

} // namespace durascope::app
