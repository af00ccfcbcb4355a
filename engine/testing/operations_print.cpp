// SPDX-License-Identifier: Apache-2.0
// The table of operations that LocalTestRunner::print() makes.
#include "engine/core/text.h"
#include "engine/testing/runner_private.h"

#include <algorithm>

namespace durable::testing {

using durascope::core::Operation;
using durascope::core::OperationRef;

namespace {

using Row = std::vector<std::string>;

Row heading(const PrintOptions& options)
{
    Row row{"name"};
    const auto add = [&](bool shown, const char* title) {
        if (shown)
            row.emplace_back(title);
    };
    add(options.id, "id");
    add(options.parent, "parent");
    add(options.type, "type");
    add(options.subType, "subtype");
    add(options.status, "status");
    add(options.start, "start");
    add(options.end, "end");
    add(options.duration, "duration");
    return row;
}

Row rowOf(const Operation& operation, std::size_t depth, const PrintOptions& options)
{
    using durascope::core::formatIso;
    const std::string name(operation.name());
    Row row{std::string(depth * 2, ' ') + durascope::core::printable(name.empty() ? "-" : name, 60)};
    const auto add = [&](bool shown, std::string text) {
        if (shown)
            row.push_back(std::move(text));
    };
    add(options.id, operation.id());
    add(options.parent, operation.identity->parentId.value_or("-"));
    add(options.type, std::string(durascope::core::toText(operation.type())));
    add(options.subType, std::string(operation.subType()));
    add(options.status, std::string(durascope::core::toText(operation.status)));
    add(options.start, formatIso(operation.start));
    add(options.end, operation.end ? formatIso(*operation.end) : "-");
    add(options.duration, operation.end ? durascope::core::formatDuration(*operation.end - operation.start) : "-");
    return row;
}

std::string layOut(const std::vector<Row>& rows)
{
    std::vector<std::size_t> widths(rows.front().size());
    for (const Row& row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], durascope::core::characterCount(row[column]));
    }
    std::string text;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            line += row[column];
            line.append(widths[column] - durascope::core::characterCount(row[column]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

} // namespace

std::string LocalTestRunner::print(const PrintOptions& options) const
{
    std::unordered_map<std::string, std::size_t> depths;
    std::vector<Row> rows{heading(options)};
    for (const OperationRef& operation : d->operations()) {
        std::size_t depth = 0;
        if (operation->identity->parentId) {
            const auto parent = depths.find(*operation->identity->parentId);
            depth = parent == depths.end() ? 0 : parent->second + 1;
        }
        depths.emplace(operation->id(), depth);
        rows.push_back(rowOf(*operation, depth, options));
    }
    return layOut(rows);
}

} // namespace durable::testing
