// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::durability {

/// What a process of durability_run says about itself.
struct LogLine
{
    enum class Kind : std::uint8_t {
        Process,      ///< it has begun
        Body,         ///< the body of a step is about to do its work
        Acknowledged, ///< the result of a step came back to the workflow
        End,          ///< the engine shows the execution's end
    };
    Kind kind = Kind::Process;
    std::string step;          ///< Body, Acknowledged: the name, which is the operation's path and unique
    std::uint32_t attempt = 0; ///< Body: from 1
    bool atMostOnce = false;   ///< Body
    std::string value;         ///< Acknowledged, End: the result as JSON, without spaces

    bool operator==(const LogLine&) const = default;
};

/// The log of all processes, one after the other. Every line is one write(2), so that it outlives the process that is
/// killed right behind it.
class RunLog
{
public:
    /// Appends; ends the process with status 3 when it cannot, because a log that misses something proves nothing.
    explicit RunLog(const std::filesystem::path& file);
    ~RunLog();
    RunLog(const RunLog&) = delete;
    RunLog& operator=(const RunLog&) = delete;

    void write(const LogLine& line) const;

private:
    int m_descriptor;
};

[[nodiscard]] std::string toText(const LogLine& line);
/// Lines that a kill cut short are left out. A missing file has none.
[[nodiscard]] std::vector<LogLine> readRunLog(const std::filesystem::path& file);

} // namespace durascope::durability
