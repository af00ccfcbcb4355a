// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/palette.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <expected>
#include <optional>

namespace durascope::app {

/// What the command line asks of the window.
struct Arguments
{
    QStringList files; ///< "-" for standard input
    std::optional<qint64> eventId;
    std::optional<ui::ThemeChoice> theme;
    QString screenshot; ///< path of the PNG; empty: a window is wanted
    QSize size{1440, 900};
    QString print; ///< to be printed instead of anything else: the version, the help
};

/// The error is one line that says what is wrong and what to do. Needs no QApplication: whether one can be made is
/// decided by what is asked for.
[[nodiscard]] std::expected<Arguments, QString> parseArguments(const QStringList& commandLine);

} // namespace durascope::app
