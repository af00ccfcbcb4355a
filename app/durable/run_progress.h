// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/cell.h"
#include "app/durable/terminal.h"
#include "engine/service/event.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace durascope::app {

/// The run as it happens, on a terminal's standard error: one line an operation. Lines of operations that are still
/// open stand below and are redrawn in place; those that have ended scroll away above. Items of a map are shown while
/// they run and when they fail; the rest of them is a number in the line of the map.
class RunProgress
{
public:
    explicit RunProgress(Terminal& terminal);
    ~RunProgress(); ///< takes the open lines away
    RunProgress(const RunProgress&) = delete;
    RunProgress& operator=(const RunProgress&) = delete;

    /// What happened, in order: a sink of an EventFeed.
    void note(const std::string& arn, const service::Event& event);
    /// Shows how things stand now; usually the next event does, which may be far away.
    void update();
    /// The same, and leaves the lines where they are because something else is printed now.
    void settle();
    /// A line of text among the others: a log record, say.
    void say(const Cell& line);

private:
    struct Line
    {
        core::IdentityRef who;
        std::size_t depth = 0;
        bool inBatch = false; ///< an item of a batch, or something in one
        core::Timestamp start;
        std::uint32_t attempt = 1;
        Cell sign;
        std::string note;
        std::uint32_t items = 0; ///< of a batch: ended
        std::uint32_t failed = 0;
    };
    using Key = std::pair<std::string, std::string>; ///< ARN, operation id

    void begin(const Key& key, const service::Event& event);
    void end(const Key& key, const service::Event& event);
    void countItem(const Key& batch, bool failed);
    [[nodiscard]] std::string text(const Line& line, core::Timestamp until) const;
    void print(const Line& line, core::Timestamp now);
    void redraw(bool always);
    void erase();

    Terminal& m_terminal;
    std::size_t m_width;
    core::Timestamp m_start;
    core::Timestamp m_now;
    std::map<Key, Line> m_lines; ///< open
    std::vector<Key> m_order;    ///< of opening
    std::size_t m_drawn = 0;     ///< lines below that the next drawing replaces
    std::chrono::steady_clock::time_point m_last = {};
};

} // namespace durascope::app
