// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace durascope::ui {

/// Paints a fact: the label pale, the value wrapped to at most kMaxLines, links in the colour of links.
class FactsDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int kMaxLines = 4;

    /// The room that a label takes. The column is set from this: were it asked of the view, the view would ask for the
    /// heights of rows, which depend on it.
    [[nodiscard]] static int labelWidth(const QString& label);

    explicit FactsDelegate(QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace durascope::ui
