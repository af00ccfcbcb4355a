// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/show_formats.h"
#include "app/durable/symbols.h"
#include "app/durable/table.h"
#include "engine/core/enums.h"
#include "engine/core/text.h"
#include "engine/core/time.h"

namespace durascope::app {

using history::EventLog;
using history::OperationIndex;
using history::OperationState;
using history::StateAt;

namespace {
constexpr std::size_t kMaxName = 32;
constexpr std::size_t kMaxId = 64;

Row rowOf(const StateAt& state, OperationIndex index, TablePass pass)
{
    const EventLog& log = state.log();
    const history::Operation& operation = log.operation(index);
    const OperationState now = state.state(index);
    const Cell word = wordOf(state, index);
    Row row = {
        {core::printable(log.name(index), kMaxName), Tone::Strong},
        {std::string(core::toText(operation.type)), Tone::Plain},
        {kindOf(log, index), Tone::Faint},
        {word.text == "abandoned" ? "ABANDONED" : std::string(core::toText(now.status)), word.tone},
        {now.attempt > 0 ? std::to_string(now.attempt) : std::string{}, Tone::Plain},
        {core::formatIso(now.start), Tone::Plain},
        {now.end ? core::formatDuration(*now.end - now.start) : std::string{}, Tone::Plain},
        {core::printable(log.id(index), kMaxId), Tone::Faint},
        {{}, Tone::Faint},
    };
    if (pass == TablePass::Print && operation.parent.valid() && operation.parent != history::kExecution) {
        row.back().text = core::printable(log.id(operation.parent), kMaxId);
    }
    return row;
}
} // namespace

void printStateAsTable(const StateAt& state, Terminal& terminal)
{
    const std::vector<Column> columns = {
        {"NAME", Align::Left, kMaxName}, {"TYPE"}, {"SUBTYPE"}, {"STATUS"}, {"ATTEMPT", Align::Right}, {"START"},
        {"DURATION", Align::Right},      {"ID"},   {"PARENT"},
    };
    printTable(terminal, columns, [&state](TablePass pass, const std::function<bool(const Row&)>& put) {
        for (std::uint32_t i = 1; i < state.log().operationCount(); ++i) {
            if (state.exists(OperationIndex(i)) && !put(rowOf(state, OperationIndex(i), pass))) {
                return;
            }
        }
    });
}

} // namespace durascope::app
