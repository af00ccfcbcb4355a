// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace durascope::layering {

/// The rules of the house that a compiler does not keep.
enum class Rule {
    UpwardInclude,    ///< a room includes what it may not know
    UnknownRoom,      ///< a folder that stands in no list
    RelativeInclude,  ///< project headers are included from the root of the tree, so that the line shows the layer
    QtInEngine,       ///< includes Qt, or links it
    WidgetsInModels,  ///< includes widgets, or links them
    Licence,          ///< no SPDX line at the top, or another licence than the room's
    MissingPragmaOnce ///< a header without it
};

struct Violation
{
    Rule rule;
    QString file; ///< from the root of the tree
    int line = 0; ///< from 1
    QString text; ///< what stands there

    [[nodiscard]] QString describe() const;
};

/// Whether the file is one the rules speak of, by its name.
[[nodiscard]] bool isChecked(const QString& file);

/// `file` is the path from the root of the tree, `text` what stands in it.
[[nodiscard]] QList<Violation> checkFile(const QString& file, const QByteArray& text);

struct TreeReport
{
    QList<Violation> violations;
    QStringList files; ///< every file that was checked
};

/// Every source file of the project below `root`, which is the folder that holds engine, models, ui, …
[[nodiscard]] TreeReport checkTree(const QString& root);

} // namespace durascope::layering
