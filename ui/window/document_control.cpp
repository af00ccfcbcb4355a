// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/document_control.h"

#include "models/common/text.h"
#include "models/session/playback.h"
#include "models/session/session.h"
#include "ui/timeline/timeline_view.h"

#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace durascope::ui {

namespace {
constexpr QLatin1String kTimeline("timeline");
constexpr QLatin1String kRemarkDismissed("remarkDismissed");
} // namespace

DocumentControl::DocumentControl(models::Session& session, TimelineView& timeline, models::FileMemory* memory)
    : m_session(session)
    , m_timeline(timeline)
    , m_memory(memory)
{
    connect(&m_loader, &models::Loader::started, this, [this](const QString& name) {
        m_name = name;
        Q_EMIT started(name);
    });
    connect(&m_loader, &models::Loader::progressed, this, &DocumentControl::progressed);
    connect(&m_loader, &models::Loader::loaded, this, &DocumentControl::show);
    connect(&m_loader, &models::Loader::failed, this,
            [this](const core::Error& error) { Q_EMIT failed(tr("%1 could not be opened").arg(m_name), error); });
    connect(&m_loader, &models::Loader::cancelled, this, &DocumentControl::cancelled);
}

void DocumentControl::open(const QString& path, std::optional<qint64> eventId)
{
    m_requestedEvent = eventId;
    m_loader.loadFile(path);
}

void DocumentControl::openText(const QByteArray& text, const QString& title)
{
    m_requestedEvent.reset();
    m_loader.loadText(text, title);
}

QStringList DocumentControl::filesIn(const QMimeData& data)
{
    QStringList files;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

bool DocumentControl::canOpen(const QMimeData& data)
{
    return !filesIn(data).isEmpty() || (data.hasText() && !data.text().trimmed().isEmpty() && !data.hasUrls());
}

bool DocumentControl::openMime(const QMimeData& data, const QString& title)
{
    if (!canOpen(data))
        return false;
    const QStringList files = filesIn(data);
    if (files.isEmpty()) {
        openText(data.text().toUtf8(), title);
        return true;
    }
    open(files.first());
    for (qsizetype i = 1; i < files.size(); ++i)
        Q_EMIT windowWanted(files.at(i));
    return true;
}

void DocumentControl::cancel()
{
    m_loader.cancel();
}

void DocumentControl::remember()
{
    if (!m_memory || !m_session.isOpen() || m_session.document().path.isEmpty())
        return;
    const QVariantMap view{{kTimeline, m_timeline.viewState()}, {kRemarkDismissed, m_remarkDismissed}};
    m_memory->remember(m_session.document().path, models::positionOf(m_session, view));
}

void DocumentControl::close()
{
    m_loader.cancel();
    m_session.playback()->pause();
    remember();
    m_session.setDocument({});
}

void DocumentControl::show(const models::Document& document)
{
    m_session.playback()->pause();
    remember();
    m_remarkDismissed = false;
    m_session.setDocument(document);
    if (m_memory) {
        m_memory->noteOpened(document);
        if (const auto position = m_memory->recall(document.path)) {
            models::restorePosition(m_session, *position);
            m_timeline.restoreViewState(position->view.value(kTimeline).toMap());
            m_remarkDismissed = !position->fileChanged && position->view.value(kRemarkDismissed).toBool();
        }
    }
    Q_EMIT opened();
    if (m_requestedEvent)
        goToRequested();
}

void DocumentControl::goToRequested()
{
    const auto& log = m_session.log();
    if (const auto event = log.findEventId(*m_requestedEvent)) {
        m_session.seekTo(*event);
        m_session.selectEvent(*event);
        return;
    }
    core::Error error{.code = core::ErrorCode::Usage,
                      .message = "there is no event " + std::to_string(*m_requestedEvent),
                      .place = {.source = models::toUtf8(m_name)},
                      .remedy = "the history has the events " + std::to_string(log.eventId(core::EventIndex(0))) +
                                " to " + std::to_string(log.eventId(log.lastEvent()))};
    Q_EMIT eventNotFound(tr("%1 was opened, but not at event %2").arg(m_name).arg(*m_requestedEvent), error);
}

} // namespace durascope::ui
