// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/table.h"

#include <algorithm>

namespace durascope::app {

namespace {
constexpr std::string_view kGutter = "  ";
constexpr std::size_t kLeastForLast = 12;

class TablePrinter
{
public:
    TablePrinter(Terminal& terminal, const std::vector<Column>& columns)
        : m_terminal(terminal)
        , m_columns(columns)
        , m_widths(columns.size(), 0)
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
        std::size_t used = 0;
        for (std::size_t i = 0; i + 1 < m_widths.size(); ++i) {
            used += m_widths[i] + kGutter.size();
        }
        if (m_terminal.width > 0) {
            m_widths.back() = m_terminal.width > used + kLeastForLast ? m_terminal.width - used : kLeastForLast;
        } else {
            m_widths.back() = m_columns.back().widest;
        }
    }

    void print(const Row& row)
    {
        std::string line;
        std::size_t owed = 0; // blanks are put only when something follows them
        for (std::size_t i = 0; i < row.size(); ++i) {
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
    Terminal& m_terminal;
    const std::vector<Column>& m_columns;
    std::vector<std::size_t> m_widths;
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
