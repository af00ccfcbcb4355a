// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inspector/facts.h"

#include <QCoreApplication>

#include <optional>
#include <string>

namespace durascope::models {

/// Collects facts and leaves out what is not known. Every text of a history passes displayText() here.
class FactList
{
    Q_DECLARE_TR_FUNCTIONS(durascope::models::FactList)

public:
    explicit FactList(const Viewpoint& view)
        : m_view(view)
    {
    }

    Fact& add(const QString& label, const QString& value);
    /// Nothing for an empty text.
    void addText(const QString& label, std::string_view text);
    void addOptional(const QString& label, const std::optional<std::string>& text);
    void addTime(const QString& label, core::Timestamp time, core::EventIndex event = {});
    void addDuration(const QString& label, core::Duration duration);
    void addDuration(const QString& label, const std::optional<core::Duration>& duration);
    void addCount(const QString& label, std::uint64_t count);
    void addOperation(const QString& label, core::OperationIndex operation);
    void addInvocation(const QString& label, core::InvocationIndex invocation);
    /// A moment that lies ahead: "succeeds at event 37", which seeks there.
    void addLater(core::EventIndex event);

    [[nodiscard]] Facts take() { return std::move(m_facts); }

private:
    const Viewpoint& m_view;
    Facts m_facts;
};

/// "Succeeds at event 37": what an event that lies ahead does.
[[nodiscard]] QString futureText(const history::EventLog& log, core::EventIndex event);

} // namespace durascope::models
