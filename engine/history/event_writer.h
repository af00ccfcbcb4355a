// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/details_schema.h"
#include "engine/history/event_log.h"
#include "engine/history/json_writer.h"
#include "engine/history/writer.h"

#include <cstdint>
#include <string_view>

namespace durascope::history {

class Redactor;

/// Writes single events in canonical form (history-format section 16). Used for one document; not thread safe.
class EventWriter
{
public:
    /// `redactor` may be null. All must outlive the writer.
    EventWriter(const EventLog& log, HistoryForm form, const Redactor* redactor, JsonWriter& out)
        : m_log(log)
        , m_form(form)
        , m_redactor(redactor)
        , m_out(out)
    {
    }

    /// `attempt` is the recounted number of the attempt that a step end ends.
    void write(EventIndex event, std::int64_t eventId, std::uint32_t attempt);

private:
    void writeOperation(EventIndex event);
    void writeDetails(EventIndex event, std::uint32_t attempt);
    void writeMember(EventIndex event, MemberSpec spec, core::JsonView value, std::uint32_t attempt);
    void writeText(MemberSpec spec, core::JsonView value);
    void writeWrapper(MemberSpec spec, core::JsonView wrapper);
    void writeErrorPayload(core::JsonView payload);
    void writeRetryDetails(core::JsonView details, std::uint32_t attempt);
    void writeSeconds(std::string_view name, core::JsonView value);
    void writeInstant(EventIndex event, std::string_view name, core::JsonView value);
    void writeTime(Timestamp time);
    /// Members that `known` does not name, in the order they have.
    void writeOtherMembers(core::JsonView object, std::span<const std::string_view> known);
    [[nodiscard]] std::string kept(std::string_view text) const;
    [[nodiscard]] std::string keptId(std::string_view id) const;

    const EventLog& m_log;
    HistoryForm m_form;
    const Redactor* m_redactor;
    JsonWriter& m_out;
};

} // namespace durascope::history
