// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/payload/payload_content.h"
#include "models/payload/worker.h"

#include <QObject>

namespace durascope::models {

enum class PayloadStatus {
    Nothing,       ///< there is no payload to speak of here
    NoValue,       ///< nothing was returned or sent; not the same as JSON null
    NotDownloaded, ///< IncludeExecutionData was off
    Reading,
    Ready
};

/// Reads the payload of an event, a long one on a worker. Asking for the next one forgets the one before.
class PayloadReader : public QObject
{
    Q_OBJECT

public:
    explicit PayloadReader(QObject* parent = nullptr);

    void read(const std::shared_ptr<const history::EventLog>& log, core::EventIndex event);
    void readText(std::string text);
    void clear();

    [[nodiscard]] PayloadStatus status() const { return m_status; }
    [[nodiscard]] const PayloadContentPtr& content() const { return m_content; } ///< null unless Ready
    [[nodiscard]] bool isTruncated() const { return m_truncated; }
    /// As it stands in the history, known also while Reading.
    [[nodiscard]] std::uint64_t storedBytes() const { return m_storedBytes; }

Q_SIGNALS:
    void changed();

private:
    void begin();
    void finish(PayloadStatus status, PayloadContentPtr content);

    Worker m_worker;
    std::shared_ptr<const history::EventLog> m_log;
    core::EventIndex m_event;
    PayloadStatus m_status = PayloadStatus::Nothing;
    PayloadContentPtr m_content;
    bool m_truncated = false;
    std::uint64_t m_storedBytes = 0;
};

} // namespace durascope::models
