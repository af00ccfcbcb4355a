// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inspector/facts_model.h"

#include <QTreeView>

namespace durascope::ui {

/// Facts as a form: labels left, values right. Click or Enter follows a link, Ctrl+C copies the value.
class FactsView : public QTreeView
{
    Q_OBJECT

public:
    explicit FactsView(models::FactsModel& model, QWidget* parent = nullptr);

Q_SIGNALS:
    void followed(const durascope::models::Link& link);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();
    void copyValue();
    void copyAll();
    void follow(const QModelIndex& index);

    models::FactsModel& m_model;
};

} // namespace durascope::ui
