// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/samples.h"

#include "models/common/text.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace durascope::models {

using core::ErrorCode;

core::Result<std::vector<Sample>> readSamples(const QString& indexPath)
{
    const core::Place place{toUtf8(indexPath), 0, 0, 0};
    QFile file(indexPath);
    if (!file.open(QIODevice::ReadOnly)) {
        return core::fail(ErrorCode::NotFound, "the list of samples is missing", place);
    }
    QJsonParseError problem;
    const auto json = QJsonDocument::fromJson(file.readAll(), &problem);
    if (!json.isArray()) {
        const auto reason = problem.error == QJsonParseError::NoError ? std::string("an array is expected")
                                                                      : toUtf8(problem.errorString());
        return core::fail(ErrorCode::Malformed, reason,
                          {place.source, static_cast<std::uint64_t>(std::max(problem.offset, 0)), 0, 0});
    }
    const auto folder = QFileInfo(indexPath).path();
    std::vector<Sample> samples;
    for (const auto& entry : json.array()) {
        const auto object = entry.toObject();
        const auto name = object.value(QLatin1String("file")).toString();
        const auto title = object.value(QLatin1String("title")).toString();
        if (name.isEmpty() || title.isEmpty()) {
            return core::fail(ErrorCode::Malformed, "a sample lacks its file or its title", place);
        }
        Sample sample{folder + QLatin1Char('/') + name, title, object.value(QLatin1String("sentence")).toString(), {}};
        if (const auto at = object.value(QLatin1String("at")); at.isDouble()) {
            sample.atEventId = at.toInteger();
        }
        samples.push_back(std::move(sample));
    }
    return samples;
}

} // namespace durascope::models
