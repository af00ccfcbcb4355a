// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace durascope::ui {

/// One line of text that gives way when room is scarce: shortened with an ellipsis, whole in the tool tip, and still
/// selectable by mouse and keyboard, because it is a read-only line edit underneath.
class ElidedLabel : public QLineEdit
{
    Q_OBJECT

public:
    explicit ElidedLabel(Qt::TextElideMode mode, QWidget* parent = nullptr);

    void setFullText(const QString& text);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Qt::TextElideMode m_mode;
};

} // namespace durascope::ui
