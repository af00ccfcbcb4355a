// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <QString>

#include <optional>
#include <vector>

namespace durascope::models {

/// A history that comes with the program.
struct Sample
{
    QString path; ///< for Loader::loadFile()
    QString title;
    QString sentence;                ///< what to look at
    std::optional<qint64> atEventId; ///< a good place for the cursor to begin
};

/// The list beside the samples, in its order. Paths are made of the list's own folder, so that a list on disk works
/// like the one in the resources. Errors: NotFound, Malformed.
[[nodiscard]] core::Result<std::vector<Sample>>
readSamples(const QString& indexPath = QStringLiteral(":/samples/index.json"));

} // namespace durascope::models
