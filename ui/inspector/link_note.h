// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inspector/link.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace durascope::ui {

/// One sentence about what is shown, with a button when there is somewhere to go. Hidden without a sentence.
class LinkNote : public QWidget
{
    Q_OBJECT

public:
    explicit LinkNote(QWidget* parent = nullptr);

    void setNote(const QString& text, const models::Link& link = {}, const QString& linkText = {});
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* button() const { return m_button; }

Q_SIGNALS:
    void followed(const durascope::models::Link& link);

private:
    QLabel* m_label;
    QPushButton* m_button;
    models::Link m_link;
};

} // namespace durascope::ui
