// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace durascope::ui {

/// Paints a line of a JSON tree: key, value in the colour of its kind, size of what is closed, a badge on strings that
/// hold JSON.
class PayloadDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit PayloadDelegate(QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace durascope::ui
