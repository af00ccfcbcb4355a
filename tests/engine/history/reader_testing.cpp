// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/history/reader_testing.h"

#include "engine/history/read_session.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <zlib.h>
#include <zstd.h>

namespace durascope::test {
namespace {

class SteppedSource final : public history::StoredSource
{
public:
    SteppedSource(std::string_view bytes, std::size_t step)
        : m_rest(bytes)
        , m_step(step)
    {
    }

    core::Result<std::size_t> read(std::span<char> into) override
    {
        const std::size_t count = std::min({into.size(), m_rest.size(), m_step});
        std::copy_n(m_rest.begin(), count, into.begin());
        m_rest.remove_prefix(count);
        m_bytesRead += count;
        return count;
    }

private:
    std::string_view m_rest;
    std::size_t m_step;
};

} // namespace

std::vector<std::string> sampleEvents()
{
    return {
        "{\"EventType\":\"ExecutionStarted\",\"EventId\":1,\"Id\":\"run\",\"Name\":\"run-42\",\"EventTimestamp\":"
        "1790000000.123,\"ExecutionStartedDetails\":{\"Input\":{\"Payload\":\"{\\\"n\\\": 1}\",\"Truncated\":false},"
        "\"ExecutionTimeout\":3600}}",
        "{\"EventType\":\"StepStarted\",\"SubType\":\"Step\",\"EventId\":2,\"Id\":\"c4ca\",\"Name\":\"reserve\","
        "\"EventTimestamp\":1790000000.4,\"StepStartedDetails\":{}}",
        "{\"EventType\":\"StepFailed\",\"SubType\":\"Step\",\"EventId\":3,\"Id\":\"c4ca\",\"Name\":\"reserve\","
        "\"EventTimestamp\":1790000000.5,\"StepFailedDetails\":{\"Error\":{\"Payload\":{\"ErrorMessage\":\"no seat\","
        "\"ErrorType\":\"Error\"},\"Truncated\":false},\"RetryDetails\":{\"CurrentAttempt\":1,"
        "\"NextAttemptDelaySeconds\":5}}}",
        "{\"EventType\":\"InvocationCompleted\",\"EventId\":4,\"EventTimestamp\":1790000000.52,"
        "\"InvocationCompletedDetails\":{\"StartTimestamp\":1790000000.17,\"EndTimestamp\":1790000000.516,"
        "\"RequestId\":\"1111\"}}",
        "{\"EventType\":\"StepStarted\",\"SubType\":\"Step\",\"EventId\":5,\"Id\":\"c4ca\",\"Name\":\"reserve\","
        "\"EventTimestamp\":1790000005.6,\"StepStartedDetails\":{}}",
        "{\"EventType\":\"StepSucceeded\",\"SubType\":\"Step\",\"EventId\":6,\"Id\":\"c4ca\",\"Name\":\"reserve\","
        "\"EventTimestamp\":1790000005.7,\"StepSucceededDetails\":{\"Result\":{\"Payload\":\"\\\"ok\\\"\","
        "\"Truncated\":false},\"RetryDetails\":{\"CurrentAttempt\":2}}}",
        "{\"EventType\":\"ExecutionSucceeded\",\"EventId\":7,\"Id\":\"run\",\"Name\":\"run-42\",\"EventTimestamp\":"
        "1790000005.8,\"ExecutionSucceededDetails\":{\"Result\":{\"Payload\":\"{\\\"done\\\":true}\","
        "\"Truncated\":false}}}",
    };
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator)
{
    std::string result;
    for (const std::string& part : parts) {
        result += (result.empty() ? std::string_view() : separator);
        result += part;
    }
    return result;
}

std::string page(const std::vector<std::string>& events, std::string_view moreMembers)
{
    std::string result = "{\"Events\":[";
    result += joined(events, ",\n ");
    result += ']';
    result += moreMembers;
    return result + '}';
}

std::string sampleHistory()
{
    return page(sampleEvents());
}

std::string gzip(std::string_view text)
{
    z_stream stream{};
    constexpr int kGzip = 16 + MAX_WBITS;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        std::abort();
    }
    std::string result(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) {
        std::abort();
    }
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
}

std::string zstd(std::string_view text)
{
    std::string result(ZSTD_compressBound(text.size()), '\0');
    const std::size_t size = ZSTD_compress(result.data(), result.size(), text.data(), text.size(), 3);
    if (ZSTD_isError(size) != 0) {
        std::abort();
    }
    result.resize(size);
    return result;
}

std::string utf16(std::string_view text, bool bigEndian)
{
    std::string result;
    for (const char c : text) {
        result += bigEndian ? std::string{'\0', c} : std::string{c, '\0'};
    }
    return result;
}

core::Result<std::shared_ptr<const history::EventLog>> read(std::string text, const history::ReadOptions& options)
{
    return history::readHistoryText(std::move(text), "test", options);
}

std::shared_ptr<const history::EventLog> readLog(std::string text, const history::ReadOptions& options)
{
    auto result = read(std::move(text), options);
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().text().c_str());
        std::abort();
    }
    return *result;
}

core::Result<std::shared_ptr<const history::EventLog>> readInSteps(std::string_view text, std::size_t step)
{
    SteppedSource source(text, step);
    return history::readHistory(source, {});
}

std::string contentOf(const history::EventLog& log)
{
    std::string result;
    const auto add = [&result](std::string_view text) {
        result += text;
        result += '|';
    };
    for (std::uint32_t i = 0; i < log.eventCount(); ++i) {
        const history::EventIndex event(i);
        const history::OperationIndex operation = log.operation(event);
        add(std::to_string(log.eventId(event)));
        add(log.typeName(event));
        add(core::formatIso(log.time(event)));
        if (operation.valid()) {
            add(log.id(operation));
            add(log.name(operation));
            add(log.subType(operation));
        }
        const history::PayloadView payload = log.payload(event);
        add(std::to_string(static_cast<int>(payload.state)));
        add(payload.json);
        add(std::to_string(log.number(event)));
        if (const auto interval = log.interval(event)) {
            add(interval->start ? core::formatIso(*interval->start) : "no start");
            add(interval->end ? core::formatIso(*interval->end) : "no end");
        }
        result += '\n';
    }
    return result;
}

std::uint64_t countOf(const history::EventLog& log, history::RepairKind kind)
{
    const history::Repair* const repair = log.repairs().find(kind);
    return repair == nullptr ? 0 : repair->count;
}

std::string repairsOf(const history::EventLog& log)
{
    std::string result;
    for (const history::Repair& repair : log.repairs().repairs()) {
        result += history::describe(repair) + '\n';
    }
    return result;
}

} // namespace durascope::test
