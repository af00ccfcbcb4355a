// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace durascope::test {

/// Contrast ratio after WCAG 2: 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

/// The upper colour as it looks upon an opaque one.
[[nodiscard]] QColor over(const QColor& upper, const QColor& lower);

enum class Vision { Normal, Protan, Deutan, Tritan };
/// CIEDE2000 between two colours as eyes of that kind see them: Machado 2009, severity 1, in linear light.
[[nodiscard]] double colourDifference(const QColor& a, const QColor& b, Vision vision);

} // namespace durascope::test
