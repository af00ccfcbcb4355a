// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace durascope::models {
class Session;
}

namespace durascope::ui {

/// The virtual clock: the instant of the cursor, absolute and since the start of the execution.
class TimeReadout : public QWidget
{
    Q_OBJECT

public:
    explicit TimeReadout(models::Session& session, QWidget* parent = nullptr);

    /// Without the date, or without the time since start, when there is little room.
    enum class Form { Full, TimeOnly };
    void setForm(Form form);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    models::Session& m_session;
    Form m_form = Form::Full;
    QString m_absolute;
    QString m_sinceStart;
};

} // namespace durascope::ui
