// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/document.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariantMap>

#include <optional>
#include <vector>

namespace durascope::models {

class Session;

/// Where a person was in a history. By EventId and operation id, never by index: the file may have grown meanwhile.
struct FilePosition
{
    std::optional<qint64> eventId;             ///< at the cursor
    QString selectedOperation;                 ///< its id; empty: none
    std::optional<QStringList> openOperations; ///< their ids; absent: as the file opens by itself
    QVariantMap view;         ///< axis mode, zoom and scroll, as the view that wrote them understands them
    bool fileChanged = false; ///< when recalled: size or date of the file are not what they were
};

/// One line of the recent list.
struct RecentFile
{
    QString path;
    QString title;
    QString status; ///< of the execution: "SUCCEEDED", …
    QDateTime opened;
    std::optional<qint64> eventId; ///< where the cursor was last
    bool missing = false;          ///< not there at the moment: stays in the list, it may be on a disk that comes back
};

/// What is remembered about files from one run of the program to the next. Documents without a file (pasted text,
/// standard input, samples) are not remembered. Least recently used positions are forgotten first.
///
/// On disk, in `folder`: recent.ini with the recent list and the order of use, and one small file a remembered history
/// in files/, so that starting the program reads only the list.
class FileMemory : public QObject
{
    Q_OBJECT

public:
    static constexpr int kMaxFiles = 200;
    static constexpr int kMaxRecent = 20;
    static constexpr int kMaxOpenOperations = 2000;

    /// In the folder for settings of the program.
    explicit FileMemory(QObject* parent = nullptr);
    explicit FileMemory(const QString& folder, int maxFiles = kMaxFiles, QObject* parent = nullptr);

    [[nodiscard]] std::vector<RecentFile> recent() const;
    [[nodiscard]] std::optional<FilePosition> recall(const QString& path) const;

public Q_SLOTS:
    /// To the top of the recent list; a position that is remembered stays.
    void noteOpened(const durascope::models::Document& document);
    void remember(const QString& path, const durascope::models::FilePosition& position);
    void forgetRecent(const QString& path);
    void clearRecent();

Q_SIGNALS:
    void recentChanged();

private:
    [[nodiscard]] QString listFile() const;
    [[nodiscard]] QString positionsFolder() const;
    [[nodiscard]] QString positionFile(const QString& key) const;
    void noteUsed(const QString& key);
    void writeRecent(const std::vector<RecentFile>& files);

    QString m_folder;
    int m_maxFiles;
};

/// What remember() needs to know, out of a session that is open. At most kMaxOpenOperations, in order of their start.
[[nodiscard]] FilePosition positionOf(const Session& session, const QVariantMap& view);
/// Goes back there as far as it still exists. What is not found any more stays as setDocument() made it, and so does
/// the selection when nothing had been selected.
void restorePosition(Session& session, const FilePosition& position);

} // namespace durascope::models
