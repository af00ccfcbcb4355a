// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/table.h"

#include <algorithm>

namespace durascope::app {

namespace {
constexpr std::string_view kGutter = "  ";
constexpr std::size_t kLeastForLast = 12;
constexpr std::size_t kComfortable = 20;
constexpr std::size_t kLeast = 8;

class TablePrinter
{
public:
    TablePrinter(Terminal& terminal, const std::vector<Column>& columns)
        : m_terminal(terminal)
        , m_columns(columns)
        , m_widths(columns.size(), 0)
        , m_dropped(columns.size(), false)
    {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            m_widths[i] = columnsOf(shown(terminal, columns[i].title));
        }
    }

    void measure(const Row& row)
    {
        for (std::size_t i = 0; i + 1 < m_columns.size(); ++i) {
            std::size_t width = columnsOf(shown(m_terminal, row[i].text));
            if (m_columns[i].widest != 0) {
                width = std::min(width, m_columns[i].widest);
            }
            m_widths[i] = std::max(m_widths[i], width);
        }
    }

    void finishMeasuring()
    {
        if (m_terminal.width == 0) {
            m_widths.back() = m_columns.back().widest;
            return;
        }
        // Cut a little first, then do without columns, and only then cut to the bone.
        const std::vector<std::size_t> wished = m_widths;
        while (!shrinkTo(kComfortable) && dropLast()) {
            m_widths = wished;
        }
        shrinkTo(kLeast);
        const std::size_t left = m_terminal.width - std::min(m_terminal.width, used());
        m_widths.back() = std::max(left, kLeastForLast);
    }

    void print(const Row& row)
    {
        std::string line;
        std::size_t owed = 0; // blanks are put only when something follows them
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (m_dropped[i]) {
                continue;
            }
            const bool last = i + 1 == row.size();
            const std::size_t limit = last || m_columns[i].widest != 0 ? m_widths[i] : 0;
            const Cell cell{fitted(m_terminal, row[i].text, limit), row[i].tone};
            const std::size_t width = columnsOf(cell.text);
            const std::size_t fill = last || width >= m_widths[i] ? 0 : m_widths[i] - width;
            const bool right = m_columns[i].align == Align::Right;
            if (!cell.text.empty()) {
                line.append(owed + (right ? fill : 0), ' ');
                line += painted(m_terminal, cell);
                owed = right ? 0 : fill;
            } else {
                owed += fill;
            }
            owed += kGutter.size();
        }
        m_terminal.out << line << '\n';
    }

    void printTitles()
    {
        Row titles;
        bool any = false;
        for (const Column& column : m_columns) {
            titles.push_back({column.title, Tone::Strong});
            any = any || !column.title.empty();
        }
        if (any) {
            print(titles);
        }
    }

private:
    /// By all columns but the last, gutters included.
    [[nodiscard]] std::size_t used() const
    {
        std::size_t sum = 0;
        for (std::size_t i = 0; i + 1 < m_widths.size(); ++i) {
            sum += m_dropped[i] ? 0 : m_widths[i] + kGutter.size();
        }
        return sum;
    }

    /// Shortens the widest of the columns that may be cut until all fit; false when that is not enough.
    bool shrinkTo(std::size_t least)
    {
        while (used() + kLeastForLast > m_terminal.width) {
            std::size_t widest = m_widths.size();
            for (std::size_t i = 0; i + 1 < m_widths.size(); ++i) {
                const bool may = m_columns[i].widest != 0 && !m_dropped[i] && m_widths[i] > least;
                if (may && (widest == m_widths.size() || m_widths[i] > m_widths[widest])) {
                    widest = i;
                }
            }
            if (widest == m_widths.size()) {
                return false;
            }
            --m_widths[widest];
        }
        return true;
    }

    bool dropLast()
    {
        for (std::size_t i = m_widths.size() - 1; i-- > 0;) {
            if (m_columns[i].droppable && !m_dropped[i]) {
                m_dropped[i] = true;
                return true;
            }
        }
        return false;
    }

    Terminal& m_terminal;
    const std::vector<Column>& m_columns;
    std::vector<std::size_t> m_widths;
    std::vector<bool> m_dropped;
};
} // namespace

void printTable(Terminal& terminal, const std::vector<Column>& columns, const RowSource& rows)
{
    TablePrinter printer(terminal, columns);
    rows(TablePass::Measure, [&](const Row& row) {
        printer.measure(row);
        return !terminal.closed();
    });
    printer.finishMeasuring();
    printer.printTitles();
    rows(TablePass::Print, [&](const Row& row) {
        printer.print(row);
        return !terminal.closed();
    });
}

} // namespace durascope::app
