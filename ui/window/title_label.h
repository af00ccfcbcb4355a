// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace durascope::models {
class Session;
}

namespace durascope::ui {

/// The name of the history, and how the execution stands at the cursor. Shortens the name when room is scarce.
class TitleLabel : public QWidget
{
    Q_OBJECT

public:
    explicit TitleLabel(models::Session& session, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QString text() const; ///< "order-4711: Succeeded"

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    [[nodiscard]] QFont nameFont() const;

    models::Session& m_session;
    QString m_name;
    QString m_status;
};

} // namespace durascope::ui
