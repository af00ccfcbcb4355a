// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/file_memory.h"

#include "models/common/text.h"
#include "models/rows/row_list.h"
#include "models/session/session.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>

namespace durascope::models {

namespace {

Q_LOGGING_CATEGORY(memoryLog, "durascope.memory")

/// Ids are at most 64 characters on AWS; what is far longer came from a file that means no good.
constexpr std::size_t kMaxIdBytes = 512;

constexpr QLatin1String kRecentArray("recent");
constexpr QLatin1String kUsed("used");
constexpr QLatin1String kPath("path");
constexpr QLatin1String kTitle("title");
constexpr QLatin1String kStatus("status");
constexpr QLatin1String kOpened("opened");
constexpr QLatin1String kEventId("eventId");
constexpr QLatin1String kSelected("selected");
constexpr QLatin1String kOpenOperations("open");
constexpr QLatin1String kView("view");
constexpr QLatin1String kSize("size");
constexpr QLatin1String kModified("modified");

bool isFile(const QString& path)
{
    return !path.isEmpty() && path != QLatin1String("-") && !path.startsWith(QLatin1String(":/"));
}

QString absolute(const QString& path)
{
    return QFileInfo(path).absoluteFilePath();
}

QString keyOf(const QString& path)
{
    return QString::fromLatin1(QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha1).toHex());
}

qint64 modifiedOf(const QFileInfo& file)
{
    return file.lastModified().toMSecsSinceEpoch();
}

std::optional<qint64> eventIdIn(const QSettings& settings)
{
    bool isNumber = false;
    const auto id = settings.value(kEventId).toLongLong(&isNumber);
    return isNumber ? std::optional(id) : std::nullopt;
}

void setEventId(QSettings& settings, const std::optional<qint64>& eventId)
{
    if (eventId) {
        settings.setValue(kEventId, *eventId);
    } else {
        settings.remove(kEventId);
    }
}

/// Nothing that a person must stop for, but it should not go unnoticed either.
void save(QSettings& settings)
{
    settings.sync();
    if (settings.status() != QSettings::NoError) {
        qCWarning(memoryLog).noquote() << "cannot write" << settings.fileName();
    }
}

} // namespace

FileMemory::FileMemory(QObject* parent)
    : FileMemory(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation), kMaxFiles, parent)
{
}

FileMemory::FileMemory(const QString& folder, int maxFiles, QObject* parent)
    : QObject(parent)
    , m_folder(folder)
    , m_maxFiles(maxFiles)
{
}

QString FileMemory::listFile() const
{
    return m_folder + QLatin1String("/recent.ini");
}

QString FileMemory::positionsFolder() const
{
    return m_folder + QLatin1String("/files");
}

QString FileMemory::positionFile(const QString& key) const
{
    return positionsFolder() + QLatin1Char('/') + key + QLatin1String(".ini");
}

std::vector<RecentFile> FileMemory::recent() const
{
    QSettings list(listFile(), QSettings::IniFormat);
    std::vector<RecentFile> files;
    const int count = std::min(list.beginReadArray(kRecentArray), kMaxRecent);
    for (int i = 0; i < count; ++i) {
        list.setArrayIndex(i);
        RecentFile file;
        file.path = list.value(kPath).toString();
        file.title = list.value(kTitle).toString();
        file.status = list.value(kStatus).toString();
        file.opened = QDateTime::fromString(list.value(kOpened).toString(), Qt::ISODateWithMs);
        file.eventId = eventIdIn(list);
        file.missing = !QFileInfo::exists(file.path);
        if (!file.path.isEmpty()) {
            files.push_back(std::move(file));
        }
    }
    return files;
}

void FileMemory::writeRecent(const std::vector<RecentFile>& files)
{
    QSettings list(listFile(), QSettings::IniFormat);
    list.remove(kRecentArray);
    const int count = std::min(static_cast<int>(files.size()), kMaxRecent);
    list.beginWriteArray(kRecentArray, count);
    for (int i = 0; i < count; ++i) {
        const auto& file = files[static_cast<std::size_t>(i)];
        list.setArrayIndex(i);
        list.setValue(kPath, file.path);
        list.setValue(kTitle, file.title);
        list.setValue(kStatus, file.status);
        list.setValue(kOpened, file.opened.toString(Qt::ISODateWithMs));
        setEventId(list, file.eventId);
    }
    list.endArray();
    save(list);
    Q_EMIT recentChanged();
}

void FileMemory::noteOpened(const Document& document)
{
    if (!document.isOpen() || document.log->empty() || !isFile(document.path)) {
        return;
    }
    const history::StateAt end(*document.log, document.log->lastEvent());
    RecentFile file;
    file.path = absolute(document.path);
    file.title = document.title;
    file.status = toQString(end.executionStatus());
    file.opened = QDateTime::currentDateTimeUtc();
    if (const auto position = recall(file.path)) {
        file.eventId = position->eventId;
    }
    auto files = recent();
    std::erase_if(files, [&](const RecentFile& other) { return other.path == file.path; });
    files.insert(files.begin(), std::move(file));
    writeRecent(files);
}

void FileMemory::forgetRecent(const QString& path)
{
    auto files = recent();
    if (std::erase_if(files, [&](const RecentFile& file) { return file.path == absolute(path); }) > 0) {
        writeRecent(files);
    }
}

void FileMemory::clearRecent()
{
    writeRecent({});
}

std::optional<FilePosition> FileMemory::recall(const QString& path) const
{
    if (!isFile(path)) {
        return std::nullopt;
    }
    const QFileInfo file(absolute(path));
    const auto stored = positionFile(keyOf(file.filePath()));
    if (!QFileInfo::exists(stored)) {
        return std::nullopt;
    }
    const QSettings settings(stored, QSettings::IniFormat);
    FilePosition position;
    position.eventId = eventIdIn(settings);
    position.selectedOperation = settings.value(kSelected).toString();
    if (settings.contains(kOpenOperations)) {
        position.openOperations = settings.value(kOpenOperations).toStringList();
    }
    position.view = settings.value(kView).toMap();
    position.fileChanged =
        settings.value(kSize).toLongLong() != file.size() || settings.value(kModified).toLongLong() != modifiedOf(file);
    return position;
}

void FileMemory::remember(const QString& path, const FilePosition& position)
{
    if (!isFile(path)) {
        return;
    }
    const QFileInfo file(absolute(path));
    const auto key = keyOf(file.filePath());
    QSettings settings(positionFile(key), QSettings::IniFormat);
    settings.setValue(kPath, file.filePath());
    settings.setValue(kSize, file.size());
    settings.setValue(kModified, modifiedOf(file));
    setEventId(settings, position.eventId);
    settings.setValue(kSelected, position.selectedOperation);
    if (position.openOperations) {
        settings.setValue(kOpenOperations, position.openOperations->mid(0, kMaxOpenOperations));
    } else {
        settings.remove(kOpenOperations);
    }
    settings.setValue(kView, position.view);
    save(settings);
    noteUsed(key);

    auto files = recent();
    const auto listed = std::find_if(files.begin(), files.end(),
                                     [&](const RecentFile& other) { return other.path == file.filePath(); });
    if (listed != files.end() && listed->eventId != position.eventId) {
        listed->eventId = position.eventId;
        writeRecent(files);
    }
}

void FileMemory::noteUsed(const QString& key)
{
    QSettings list(listFile(), QSettings::IniFormat);
    auto used = list.value(kUsed).toStringList();
    used.removeAll(key);
    used.prepend(key);
    used = used.mid(0, m_maxFiles);
    list.setValue(kUsed, used);
    save(list);

    QDir folder(positionsFolder());
    const auto stored = folder.entryList({QStringLiteral("*.ini")}, QDir::Files);
    if (stored.size() <= m_maxFiles) {
        return;
    }
    for (const auto& name : stored) {
        if (!used.contains(name.chopped(4)) && !folder.remove(name)) {
            qCWarning(memoryLog).noquote() << "cannot remove" << folder.filePath(name);
        }
    }
}

FilePosition positionOf(const Session& session, const QVariantMap& view)
{
    FilePosition position;
    position.view = view;
    if (!session.isOpen()) {
        return position;
    }
    const auto& log = session.log();
    const auto storable = [&](core::OperationIndex operation) {
        return !log.id(operation).empty() && log.id(operation).size() <= kMaxIdBytes;
    };
    position.eventId = log.eventId(session.cursor());
    if (const auto selected = session.selection().operation; selected.valid() && storable(selected)) {
        position.selectedOperation = toQString(log.id(selected));
    }
    QStringList open;
    for (const auto operation : session.rows()->openOperations()) {
        if (open.size() == FileMemory::kMaxOpenOperations) {
            break;
        }
        if (storable(operation)) {
            open.append(toQString(log.id(operation)));
        }
    }
    position.openOperations = std::move(open);
    return position;
}

void restorePosition(Session& session, const FilePosition& position)
{
    if (!session.isOpen()) {
        return;
    }
    const auto& log = session.log();
    if (position.openOperations) {
        std::vector<core::OperationIndex> open;
        for (const auto& id : *position.openOperations) {
            if (const auto operation = log.findOperation(toUtf8(id))) {
                open.push_back(*operation);
            }
        }
        session.rows()->setOpenOperations(open);
    }
    if (position.eventId) {
        if (const auto event = log.findEventId(*position.eventId)) {
            session.seekTo(*event);
        }
    }
    if (!position.selectedOperation.isEmpty()) {
        if (const auto operation = log.findOperation(toUtf8(position.selectedOperation))) {
            session.selectOperation(*operation);
        }
    }
}

} // namespace durascope::models
