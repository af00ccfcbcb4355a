// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/failure.h"
#include "app/durable/terminal.h"
#include "engine/core/result.h"
#include "engine/history/writer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace durascope::app {

// The commands of `durable history`. Each does its work and answers with the exit code. That an execution failed is
// what a history tells and no failure of the command: all of them end with 0 when the file could be read.

enum class ShowFormat { Tree, Table, Json };
struct ShowOptions
{
    std::string file;
    std::optional<std::int64_t> at; ///< an EventId; the last event when not given
    ShowFormat format = ShowFormat::Tree;
    ErrorStyle errors = ErrorStyle::Line;
};
int showHistory(const ShowOptions& options, Terminal& terminal);

enum class EventsFormat { Table, Json };
struct EventsOptions
{
    std::string file;
    EventsFormat format = EventsFormat::Table;
    ErrorStyle errors = ErrorStyle::Line;
};
int listEvents(const EventsOptions& options, Terminal& terminal);

struct ConvertOptions
{
    std::string file;
    std::string output; ///< standard output when empty or "-"
    history::WriteOptions write;
    ErrorStyle errors = ErrorStyle::Line;
};
int convertHistory(const ConvertOptions& options, Terminal& terminal);

struct ValidateOptions
{
    std::vector<std::string> files;
    bool json = false;
};
int validateHistories(const ValidateOptions& options, Terminal& terminal);

} // namespace durascope::app
