// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace durascope::models {

/// Tool tips that look like HTML are rendered as HTML by Qt. Text out of a history must never be: this escapes it and
/// keeps its line breaks. At most `maxCharacters` are kept.
[[nodiscard]] QString plainToolTip(const QString& text, qsizetype maxCharacters = 2'000);

} // namespace durascope::models
