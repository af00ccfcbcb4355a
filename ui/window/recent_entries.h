// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "ui/window/start_page.h"

namespace durascope::models {
class FileMemory;
}

namespace durascope::ui {

/// What the start page offers, out of what is remembered and of what comes with the program.
[[nodiscard]] QList<StartPage::Recent> recentEntries(const models::FileMemory& memory);
[[nodiscard]] core::Result<QList<StartPage::Sample>> sampleEntries();
/// Where a sample is best looked at first; nothing for other files.
[[nodiscard]] std::optional<qint64> sampleEvent(const QString& path);

} // namespace durascope::ui
