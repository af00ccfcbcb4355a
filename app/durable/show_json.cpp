// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/cell.h"
#include "app/durable/show_formats.h"
#include "engine/core/enums.h"
#include "engine/core/text.h"
#include "engine/history/json_writer.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace durascope::app {

using core::OperationType;
using history::EventLog;
using history::JsonWriter;
using history::OperationIndex;
using history::OperationState;
using history::StateAt;

namespace {
constexpr int kIndent = 2;

/// Milliseconds and nothing finer, as the contract has it, whatever the history carries.
std::string millisecondText(core::Timestamp time)
{
    constexpr std::int64_t kMicrosPerMilli = 1000;
    const std::int64_t rest = ((time.micros % kMicrosPerMilli) + kMicrosPerMilli) % kMicrosPerMilli;
    return core::formatIso(core::Timestamp{time.micros - rest});
}

void writeText(JsonWriter& out, std::string_view key, std::string_view text)
{
    out.key(key);
    out.string(text);
}

std::int64_t startedChildren(const StateAt& state, OperationIndex operation)
{
    const auto children = state.log().children(operation);
    return std::count_if(children.begin(), children.end(),
                         [&state](OperationIndex child) { return state.exists(child); });
}

void writeOperation(const StateAt& state, OperationIndex index, JsonWriter& out)
{
    const EventLog& log = state.log();
    const history::Operation& operation = log.operation(index);
    const OperationState now = state.state(index);
    out.beginObject();
    writeText(out, "id", log.id(index));
    if (operation.parent.valid() && operation.parent != history::kExecution) {
        writeText(out, "parentId", log.id(operation.parent));
    }
    if (operation.name.valid()) {
        writeText(out, "name", log.name(index));
    }
    writeText(out, "type", core::toText(operation.type));
    if (operation.subType.valid()) {
        writeText(out, "subType", log.subType(index));
    }
    writeText(out, "status", core::toText(now.status));
    if (now.attempt > 0) {
        out.key("attempt");
        out.integer(now.attempt);
    }
    writeText(out, "startTimestamp", millisecondText(now.start));
    if (now.end) {
        writeText(out, "endTimestamp", millisecondText(*now.end));
    }
    out.key("children");
    out.integer(startedChildren(state, index));
    out.endObject();
}

/// In order of first event.
std::vector<OperationIndex> startedOperations(const StateAt& state)
{
    const EventLog& log = state.log();
    std::vector<OperationIndex> operations;
    for (std::uint32_t i = 1; i < log.operationCount(); ++i) {
        if (state.exists(OperationIndex(i))) {
            operations.emplace_back(i);
        }
    }
    std::sort(operations.begin(), operations.end(), [&log](OperationIndex a, OperationIndex b) {
        return std::pair(log.operation(a).firstEvent, a) < std::pair(log.operation(b).firstEvent, b);
    });
    return operations;
}
} // namespace

void printStateAsJson(const StateAt& state, Terminal& terminal)
{
    const EventLog& log = state.log();
    JsonWriter out(
        [&terminal](std::string_view text) {
            terminal.out << (terminal.outIsTerminal ? harmlessJson(text) : std::string(text));
            return !terminal.closed();
        },
        kIndent);
    out.beginObject();
    if (!log.executionArn().empty()) {
        writeText(out, "executionArn", log.executionArn());
    }
    const std::string_view name = log.name(history::kExecution);
    if (!name.empty() || !log.metadata().name.empty()) {
        writeText(out, "name", name.empty() ? std::string_view(log.metadata().name) : name);
    }
    writeText(out, "status", state.executionStatus());
    out.key("eventId");
    out.integer(log.eventId(state.cursor()));
    out.key("events");
    out.integer(log.eventCount());
    out.key("operations");
    out.beginArray();
    for (const OperationIndex operation : startedOperations(state)) {
        writeOperation(state, operation, out);
    }
    out.endArray();
    out.endObject();
    out.raw("\n");
    out.flush();
}

} // namespace durascope::app
