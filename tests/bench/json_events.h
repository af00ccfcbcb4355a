// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/history_generator.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace durascope::bench {

/// SplitMix64: small, fast, and the same numbers everywhere, which the standard distributions do not promise.
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    {
    }
    std::uint64_t next();
    /// low … high, both included.
    std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + next() % (high - low + 1); }
    bool oneIn(std::uint64_t n) { return next() % n == 0; }

private:
    std::uint64_t m_state;
};

/// An operation as events name it.
struct EventOperation
{
    std::uint64_t id = 0; ///< written as 16 hexadecimal digits; 0 means none
    std::uint64_t parent = 0;
    std::string_view subType;
    std::string_view name; ///< empty when not named
};

/// Writes events one after the other, in blocks of a megabyte, and keeps their number and the time.
class JsonEvents
{
public:
    JsonEvents(const GeneratorOptions& options, const Sink& sink);

    /// `details` is the text between the braces of the details object.
    void write(std::string_view type, const EventOperation& operation, std::string_view details);
    void writeExecution(std::string_view type, std::string_view details);
    /// Closes the JSON; false when the sink stopped the writing.
    [[nodiscard]] bool finish();

    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] std::int64_t now() const { return m_now; }
    void advance(std::uint64_t low, std::uint64_t high)
    {
        m_now += static_cast<std::int64_t>(random.between(low, high));
    }
    void setNow(std::int64_t now) { m_now = now; }
    [[nodiscard]] bool stopped() const { return m_stopped; }

    /// `"Result":{"Payload":"…","Truncated":false}` with a payload of about the size asked for.
    [[nodiscard]] std::string value(std::string_view member);
    /// `"Error":{"Payload":{…},"Truncated":false}`
    [[nodiscard]] std::string error(std::string_view type, std::string_view message, bool stack);
    [[nodiscard]] static std::string seconds(std::int64_t milliseconds);
    [[nodiscard]] std::string uuid();
    [[nodiscard]] std::uint64_t newId();

    Random random;

private:
    void open(std::string_view type);
    void close(std::string_view type, std::string_view details);
    void flush();

    const Sink& m_sink;
    std::string m_buffer;
    std::string m_executionId;
    std::uint64_t m_ids;
    std::uint64_t m_count = 0;
    std::int64_t m_now;
    std::uint32_t m_payloadBytes;
    bool m_stopped = false;
};

} // namespace durascope::bench
