// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>

#include <memory>

namespace durascope::ui {

/// Whether a window may read and write what is remembered between runs. Screenshots must not: they would show and
/// change what a person has set up.
enum class Memory { Remember, Forget };

/// The program's settings; null when nothing is to be remembered.
[[nodiscard]] std::unique_ptr<QSettings> openSettings(Memory memory);

/// Theme and time display are the program's, not a window's.
void restoreProgramChoices(const QSettings& settings);
void saveProgramChoices(QSettings& settings);

} // namespace durascope::ui
