// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/tool_tip.h"

namespace durascope::models {

QString plainToolTip(const QString& text, qsizetype maxCharacters)
{
    if (text.isEmpty())
        return {};
    QString kept = text.size() > maxCharacters ? QString(text.left(maxCharacters) + u'…') : text;
    kept = kept.toHtmlEscaped();
    return QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>").arg(kept);
}

} // namespace durascope::models
