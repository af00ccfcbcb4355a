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

Row rowOf(const StateAt& state, OperationIndex index)
{
    const EventLog& log = state.log();
    const history::Operation& operation = log.operation(index);
    const OperationState now = state.state(index);
    const Cell word = wordOf(state, index);
    const bool hasParent = operation.parent.valid() && operation.parent != history::kExecution;
    return {
        {core::printable(log.name(index), kMaxName), Tone::Strong},
        {std::string(core::toText(operation.type)), Tone::Plain},
        {word.text == "abandoned" ? "ABANDONED" : std::string(core::toText(now.status)), word.tone},
        {now.attempt > 0 ? std::to_string(now.attempt) : std::string{}, Tone::Plain},
        {core::formatIso(now.start), Tone::Plain},
        {now.end ? core::formatDuration(*now.end - now.start) : std::string{}, Tone::Plain},
        {kindOf(log, index), Tone::Faint},
        {hasParent ? core::printable(log.id(operation.parent), kMaxId) : std::string{}, Tone::Faint},
        {core::printable(log.id(index), kMaxId), Tone::Faint},
    };
}
} // namespace

void printStateAsTable(const StateAt& state, Terminal& terminal)
{
    const std::vector<Column> columns = {
        {"NAME", Align::Left, kMaxName},
        {"TYPE"},
        {"STATUS"},
        {"ATTEMPT", Align::Right},
        {"START", Align::Left, 0, true},
        {"DURATION", Align::Right},
        {"SUBTYPE", Align::Left, 0, true},
        {"PARENT", Align::Left, kMaxId, true},
        {"ID"},
    };
    printTable(terminal, columns, [&state](TablePass, const std::function<bool(const Row&)>& put) {
        for (std::uint32_t i = 1; i < state.log().operationCount(); ++i) {
            if (state.exists(OperationIndex(i)) && !put(rowOf(state, OperationIndex(i)))) {
                return;
            }
        }
    });
}

} // namespace durascope::app
