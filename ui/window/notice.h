// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace durascope::ui {

/// A strip above the document that says what happened, where, and what to do. Never blocks; goes away when dismissed.
class Notice : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Error, Remark };

    explicit Notice(QWidget* parent = nullptr);

    /// What could not be done ("orders.json could not be opened"), and why.
    void showError(const QString& headline, const core::Error& error);
    void showRemark(const QString& headline, const QString& text, const QString& actionText);
    void dismiss();

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] QString text() const; ///< everything it says, as it is copied

Q_SIGNALS:
    void actionPressed();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void present(Kind kind, const QString& headline, const QString& body);

    Kind m_kind = Kind::Remark;
    QString m_copyText;
    QLabel* m_headline;
    QLabel* m_body;
    QPushButton* m_action;
    QPushButton* m_copy;
};

} // namespace durascope::ui
