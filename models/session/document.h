// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/analysis.h"
#include "engine/history/event_log.h"

#include <QMetaType>
#include <QString>

#include <memory>

namespace durascope::models {

/// An opened history: everything about it that never changes. Made on the loader's thread, handed over by value and
/// shared by all models and views from then on.
struct Document
{
    std::shared_ptr<const history::EventLog> log;
    std::shared_ptr<const history::Analysis> analysis;
    QString path;  ///< absolute; empty for pasted text, "-" for standard input, ":/…" for a sample
    QString title; ///< for tabs and title bars: the execution's name, else the file's

    [[nodiscard]] bool isOpen() const { return log != nullptr; }
};

} // namespace durascope::models

Q_DECLARE_METATYPE(durascope::models::Document)
