// SPDX-License-Identifier: Apache-2.0
#include "engine/history/writer.h"

#include "engine/history/event_writer.h"
#include "engine/history/redactor.h"

#include <algorithm>
#include <vector>

namespace durascope::history {

namespace {
constexpr int kCliIndent = 4;
constexpr int kSdkIndent = 2;

bool endsAttempt(const EventLog& log, EventIndex event)
{
    const EventType type = log.type(event);
    return (type == EventType::StepSucceeded || type == EventType::StepFailed) && !log.has(event, kIgnored);
}

/// The number of the attempt that this step end ends, counted over the ends before it (history-format section 7). An
/// end that has no effect repeats the number before it.
std::uint32_t attemptEndedBy(const EventLog& log, EventIndex event)
{
    std::uint32_t ends = 0;
    for (const EventIndex other : log.events(log.operation(event))) {
        if (other > event) {
            break;
        }
        ends += endsAttempt(log, other) ? 1 : 0;
    }
    return std::max(ends, 1U);
}

/// Writes every event of a log in order, counting attempts on the way.
class DocumentWriter
{
public:
    DocumentWriter(const EventLog& log, HistoryForm form, const Redactor* redactor, JsonWriter& out)
        : m_log(log)
        , m_form(form)
        , m_out(out)
        , m_events(log, form, redactor, out)
        , m_attempts(log.operationCount(), 0)
        , m_keepsIds(idsAscend(log))
    {
    }

    void write()
    {
        switch (m_form) {
        case HistoryForm::Aws:
            writeLines();
            break;
        case HistoryForm::Cli:
            m_out.beginObject();
            m_out.key("Events");
            writeArray();
            m_out.endObject();
            break;
        case HistoryForm::Sdk:
            writeArray();
            break;
        }
        m_out.raw("\n");
    }

private:
    static bool idsAscend(const EventLog& log)
    {
        for (std::uint32_t i = 1; i < log.eventCount(); ++i) {
            if (log.eventId(EventIndex(i)) <= log.eventId(EventIndex(i - 1))) {
                return false;
            }
        }
        return true;
    }

    void writeArray()
    {
        m_out.beginArray();
        for (std::uint32_t i = 0; i < m_log.eventCount() && m_out.ok(); ++i) {
            writeEvent(EventIndex(i));
        }
        m_out.endArray();
    }

    /// One event a line: as small as JSON gets, and a line-based diff or grep still shows single events.
    void writeLines()
    {
        m_out.raw("{\"Events\":[");
        for (std::uint32_t i = 0; i < m_log.eventCount() && m_out.ok(); ++i) {
            m_out.raw(i == 0 ? "\n" : ",\n");
            writeEvent(EventIndex(i));
        }
        m_out.raw("\n]}");
    }

    void writeEvent(EventIndex event)
    {
        std::uint32_t& attempt = m_attempts[m_log.operation(event).value()];
        attempt += endsAttempt(m_log, event) ? 1 : 0;
        const std::int64_t eventId = m_keepsIds ? m_log.eventId(event) : std::int64_t{event.value()} + 1;
        m_events.write(event, eventId, std::max(attempt, 1U));
    }

    const EventLog& m_log;
    HistoryForm m_form;
    JsonWriter& m_out;
    EventWriter m_events;
    std::vector<std::uint32_t> m_attempts;
    bool m_keepsIds;
};

int indentOf(HistoryForm form)
{
    switch (form) {
    case HistoryForm::Cli:
        return kCliIndent;
    case HistoryForm::Sdk:
        return kSdkIndent;
    case HistoryForm::Aws:
        break;
    }
    return 0;
}
} // namespace

std::optional<HistoryForm> historyFormFromText(std::string_view text)
{
    if (text == "aws") {
        return HistoryForm::Aws;
    }
    if (text == "cli") {
        return HistoryForm::Cli;
    }
    if (text == "sdk") {
        return HistoryForm::Sdk;
    }
    return std::nullopt;
}

core::Result<void> writeHistory(const EventLog& log, const WriteOptions& options, const TextSink& sink)
{
    std::optional<Redactor> redactor;
    if (options.redact) {
        std::string salt = options.redactionSalt.empty() ? randomSalt() : options.redactionSalt;
        if (salt.empty()) {
            return core::fail(core::ErrorCode::Unreadable, "the system has no random numbers to redact with", {},
                              "nothing was written; convert without redaction or try again later");
        }
        redactor.emplace(std::move(salt));
    }
    JsonWriter out(sink, indentOf(options.form));
    DocumentWriter(log, options.form, redactor ? &*redactor : nullptr, out).write();
    if (!out.flush()) {
        return core::fail(core::ErrorCode::Unreadable, "the history could not be written to its end");
    }
    return {};
}

std::string writeHistoryText(const EventLog& log, const WriteOptions& options)
{
    std::string text;
    const core::Result<void> written = writeHistory(log, options, [&text](std::string_view piece) {
        text.append(piece);
        return true;
    });
    return written ? text : std::string{};
}

std::string eventJson(const EventLog& log, EventIndex event)
{
    std::string text;
    JsonWriter out(
        [&text](std::string_view piece) {
            text.append(piece);
            return true;
        },
        0);
    EventWriter(log, HistoryForm::Aws, nullptr, out).write(event, log.eventId(event), attemptEndedBy(log, event));
    out.flush();
    return text;
}

} // namespace durascope::history
