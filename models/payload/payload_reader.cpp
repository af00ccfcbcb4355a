// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/payload_reader.h"

#include <utility>

namespace durascope::models {

PayloadReader::PayloadReader(QObject* parent)
    : QObject(parent)
{
}

void PayloadReader::begin()
{
    m_worker.cancel();
    m_log.reset();
    m_event = {};
    m_content.reset();
    m_truncated = false;
    m_storedBytes = 0;
}

void PayloadReader::finish(PayloadStatus status, PayloadContentPtr content)
{
    m_status = status;
    m_content = std::move(content);
    Q_EMIT changed();
}

void PayloadReader::clear()
{
    if (m_status == PayloadStatus::Nothing)
        return;
    begin();
    finish(PayloadStatus::Nothing, nullptr);
}

void PayloadReader::read(const std::shared_ptr<const history::EventLog>& log, core::EventIndex event)
{
    if (log == m_log && event == m_event && m_status != PayloadStatus::Nothing)
        return;
    begin();
    m_log = log;
    m_event = event;
    const history::PayloadView payload = log->payload(event);
    m_truncated = payload.truncated;
    m_storedBytes = payload.json.size();
    if (payload.state == history::PayloadState::NotDownloaded)
        return finish(PayloadStatus::NotDownloaded, nullptr);
    if (payload.state == history::PayloadState::NoValue)
        return finish(PayloadStatus::NoValue, nullptr);
    if (payload.json.size() <= kReadAtOnceBytes)
        return finish(PayloadStatus::Ready, contentOf(log, event));
    m_worker.post([this, log, event](const std::stop_token&) -> Worker::Delivery {
        return [this, content = contentOf(log, event)] { finish(PayloadStatus::Ready, content); };
    });
    finish(PayloadStatus::Reading, nullptr);
}

void PayloadReader::readText(std::string text)
{
    begin();
    m_storedBytes = text.size();
    if (text.size() <= kReadAtOnceBytes)
        return finish(PayloadStatus::Ready, contentOf(std::move(text)));
    auto shared = std::make_shared<std::string>(std::move(text));
    m_worker.post([this, shared](const std::stop_token&) -> Worker::Delivery {
        return [this, content = contentOf(std::move(*shared))] { finish(PayloadStatus::Ready, content); };
    });
    finish(PayloadStatus::Reading, nullptr);
}

} // namespace durascope::models
