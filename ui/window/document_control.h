// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/file_memory.h"
#include "models/session/loader.h"

#include <QObject>

#include <optional>

class QMimeData;

namespace durascope::models {
class Session;
}

namespace durascope::ui {

class TimelineView;

/// Brings histories into the session of a window and remembers where a person was in them. What was open stays open
/// until the next one has been read without error.
class DocumentControl : public QObject
{
    Q_OBJECT

public:
    /// `memory` may be null: then nothing is remembered.
    DocumentControl(models::Session& session, TimelineView& timeline, models::FileMemory* memory);

    [[nodiscard]] bool isLoading() const { return m_loader.isLoading(); }

    /// A path, ":/…" for a sample, "-" for standard input. At an EventId, else where the person was last, else at the
    /// end.
    void open(const QString& path, std::optional<qint64> eventId = {});
    void openText(const QByteArray& text, const QString& title);
    /// Files or text, as they are dropped and pasted. False when there is nothing in it that can be opened.
    bool openMime(const QMimeData& data, const QString& title);
    void close();
    void cancel();
    /// To be called before the window goes.
    void remember();

    /// The remark on the file that is open was dismissed, now or at an earlier time.
    [[nodiscard]] bool remarkDismissed() const { return m_remarkDismissed; }
    void dismissRemark() { m_remarkDismissed = true; }

    /// Of what can be opened in there: local files, in order.
    [[nodiscard]] static QStringList filesIn(const QMimeData& data);
    [[nodiscard]] static bool canOpen(const QMimeData& data);

Q_SIGNALS:
    void started(const QString& name);
    void progressed(quint64 bytes, quint64 total, quint64 events);
    void opened();
    /// Nothing was opened; the window is as it was before.
    void failed(const QString& headline, const durascope::core::Error& error);
    /// The history was opened, but not at the event that was asked for.
    void eventNotFound(const QString& headline, const durascope::core::Error& error);
    void cancelled();
    /// Several files at once: each of these wants a window of its own.
    void windowWanted(const QString& path);

private:
    void show(const models::Document& document);
    void goToRequested();

    models::Session& m_session;
    TimelineView& m_timeline;
    models::FileMemory* m_memory;
    models::Loader m_loader;
    QString m_name;
    std::optional<qint64> m_requestedEvent;
    bool m_remarkDismissed = false;
};

} // namespace durascope::ui
