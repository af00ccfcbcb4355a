// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>

namespace durascope::models {
class Session;
}

namespace durascope::ui {

/// Moves the cursor over the events, one position an event, by mouse and by arrow keys.
class ScrubSlider : public QSlider
{
    Q_OBJECT

public:
    explicit ScrubSlider(models::Session& session, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {220, 28}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {72, 28}; }

private:
    void showDocument();
    void showCursor();

    models::Session& m_session;
};

} // namespace durascope::ui
