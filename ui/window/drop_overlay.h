// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace durascope::ui {

/// Lies over the whole window while something that can be opened is dragged over it.
class DropOverlay : public QWidget
{
    Q_OBJECT

public:
    explicit DropOverlay(QWidget* window);

    void show(int files); ///< 0: a text

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
};

} // namespace durascope::ui
