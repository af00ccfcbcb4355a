// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recent_entries.h"

#include "models/session/file_memory.h"
#include "models/session/samples.h"
#include "ui/window/resources.h"

#include <QCoreApplication>

#include <algorithm>

namespace durascope::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("durascope::ui::StartPage", text);
}

/// The words of GetDurableExecution.
std::optional<models::VisualState> stateOf(const QString& status)
{
    if (status == QLatin1String("SUCCEEDED"))
        return models::VisualState::Succeeded;
    if (status == QLatin1String("FAILED"))
        return models::VisualState::Failed;
    if (status == QLatin1String("TIMED_OUT"))
        return models::VisualState::TimedOut;
    if (status == QLatin1String("STOPPED"))
        return models::VisualState::Cancelled;
    if (status == QLatin1String("RUNNING"))
        return models::VisualState::Running;
    return {};
}

core::Result<std::vector<models::Sample>> samples()
{
    ensureResources();
    return models::readSamples();
}

} // namespace

QList<StartPage::Recent> recentEntries(const models::FileMemory& memory)
{
    QList<StartPage::Recent> entries;
    for (const models::RecentFile& file : memory.recent()) {
        entries.append({.path = file.path,
                        .title = file.title,
                        .opened = file.opened,
                        .position = file.eventId ? tr("at event %1").arg(*file.eventId) : QString(),
                        .state = stateOf(file.status),
                        .missing = file.missing});
    }
    return entries;
}

core::Result<QList<StartPage::Sample>> sampleEntries()
{
    const auto read = samples();
    if (!read)
        return std::unexpected(read.error());
    QList<StartPage::Sample> entries;
    for (const models::Sample& sample : *read)
        entries.append({.path = sample.path, .title = sample.title, .sentence = sample.sentence});
    return entries;
}

std::optional<qint64> sampleEvent(const QString& path)
{
    const auto read = samples();
    if (!read)
        return {};
    const auto found =
        std::find_if(read->begin(), read->end(), [&path](const models::Sample& s) { return s.path == path; });
    return found == read->end() ? std::nullopt : found->atEventId;
}

} // namespace durascope::ui
