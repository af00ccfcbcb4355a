// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace durascope::models {
class Playback;
}

namespace durascope::ui {

/// How fast the history plays: even or as recorded, and the factor.
class PaceBox : public QComboBox
{
    Q_OBJECT

public:
    explicit PaceBox(models::Playback& playback, QWidget* parent = nullptr);

private:
    void addChoices();
    void choose(int index);
    void showPlayback();

    models::Playback& m_playback;
};

} // namespace durascope::ui
