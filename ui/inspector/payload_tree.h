// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/payload/payload_model.h"

#include <QTreeView>

namespace durascope::ui {

/// A JSON payload as a tree, opened to depth 2 as far as that stays small. More of a long array comes when its last row
/// is in sight. Ctrl+C copies the value, Ctrl+Shift+C its path.
class PayloadTree : public QTreeView
{
    Q_OBJECT

public:
    explicit PayloadTree(models::PayloadModel& model, QWidget* parent = nullptr);

public Q_SLOTS:
    void expandSubtree();
    void collapseSubtree();
    void copyPath();
    void copyJqPath();

Q_SIGNALS:
    /// The owner copies: a long value takes a worker.
    void copyValueRequested(const QModelIndex& index);
    void currentPathChanged(const QString& path);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void resizeEvent(QResizeEvent* event) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void openFirstLevels();
    void fetchInSight();

    models::PayloadModel& m_model;
    bool m_openedFirst = false;
};

} // namespace durascope::ui
