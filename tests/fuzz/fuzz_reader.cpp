// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/json_view.h"
#include "engine/core/text.h"
#include "engine/history/event_details.h"
#include "engine/history/read_session.h"
#include "tests/fuzz/fuzz_target.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace durascope;
using history::EventIndex;
using history::EventLog;
using history::OperationIndex;
using LogResult = core::Result<std::shared_ptr<const EventLog>>;

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", what);
        std::abort();
    }
}

/// Hands out few bytes at a time, so that everything is cut somewhere.
class SmallPieces final : public history::StoredSource
{
public:
    explicit SmallPieces(std::string_view bytes)
        : m_rest(bytes)
    {
        m_bytesTotal = bytes.size();
    }

    core::Result<std::size_t> read(std::span<char> into) override
    {
        const std::size_t count = std::min({into.size(), m_rest.size(), std::size_t{13}});
        std::copy_n(m_rest.begin(), count, into.begin());
        m_rest.remove_prefix(count);
        m_bytesRead += count;
        return count;
    }

private:
    std::string_view m_rest;
};

void checkError(const core::Error& error)
{
    require(!error.message.empty(), "an error says what it is");
    require(error.text().find('\n') == std::string::npos, "an error is one line");
    require(core::isValidUtf8(error.text()), "an error is valid UTF-8");
}

void checkEvent(const EventLog& log, EventIndex event)
{
    const OperationIndex operation = log.operation(event);
    require(!operation.valid() || operation.value() < log.operationCount(), "an event's operation exists");
    const history::PayloadView payload = log.payload(event);
    require(payload.json.empty() ||
                (payload.json.data() >= log.bytes().data() &&
                 payload.json.data() + payload.json.size() <= log.bytes().data() + log.bytes().size()),
            "a payload lies in the bytes");
    if (!payload.json.empty()) {
        require(static_cast<bool>(core::parseJson(payload.json)), "a payload is JSON");
        require(history::payloadText(log, event).has_value(), "a payload has a text");
    }
    const std::string_view details = log.detailsJson(event);
    require(details.empty() || core::parseJson(details).kind == core::JsonKind::Object, "details are an object");
    (void)history::detailsOf(log, event);
    (void)history::errorOf(log, event);
}

void checkLog(const EventLog& log)
{
    require(!log.empty(), "a log that was read has events");
    require(core::isValidUtf8(log.bytes()), "the bytes are valid UTF-8");
    require(log.operationCount() >= 1, "the execution is an operation");
    for (std::uint32_t i = 0; i < log.eventCount(); ++i) {
        checkEvent(log, EventIndex(i));
    }
    for (std::uint32_t i = 0; i < log.operationCount(); ++i) {
        const OperationIndex operation(i);
        const OperationIndex parent = log.operation(operation).parent;
        require(parent.valid() == (i != 0), "every operation but the execution has a parent");
        require(i == 0 || parent.value() < log.operationCount(), "a parent exists");
        require(core::isValidUtf8(log.name(operation)) && core::isValidUtf8(log.id(operation)), "names are UTF-8");
    }
    for (const history::Repair& repair : log.repairs().repairs()) {
        require(repair.count > 0 && core::isValidUtf8(history::describe(repair)), "a repair can be told");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    history::ReadOptions options;
    options.limits.maxBytes = 1 << 20;
    options.limits.freeExpansion = 1 << 18;
    options.limits.maxYamlBytes = 1 << 16;
    const LogResult whole = history::readHistoryText(text, "fuzz", options);
    SmallPieces source(text);
    const LogResult pieces = history::readHistory(source, options);
    require(whole.has_value() == pieces.has_value(), "the size of pieces makes no difference");
    if (!whole) {
        checkError(whole.error());
        require(whole.error().message == pieces.error().message, "nor to the error");
        return 0;
    }
    checkLog(**whole);
    require((*whole)->eventCount() == (*pieces)->eventCount(), "nor to the events");
    require((*whole)->operationCount() == (*pieces)->operationCount(), "nor to the operations");
    return 0;
}
