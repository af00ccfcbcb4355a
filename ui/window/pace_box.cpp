// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/pace_box.h"

#include "models/session/playback.h"

#include <QAbstractItemView>
#include <QSignalBlocker>

namespace durascope::ui {

namespace {

constexpr int kSpeedRole = Qt::UserRole + 1;

QString speedText(double speed)
{
    return speed == 0.5 ? QStringLiteral("½×") : QStringLiteral("%1×").arg(speed);
}

} // namespace

PaceBox::PaceBox(models::Playback& playback, QWidget* parent)
    : QComboBox(parent)
    , m_playback(playback)
{
    setFrame(false);
    setAccessibleName(tr("Playing speed"));
    setToolTip(tr("<p><b>Playing speed</b></p><p>Even: four events a second. As recorded: with the pauses of the "
                  "recording, none longer than a second.</p>"));
    addChoices();
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(8);
    view()->setMinimumWidth(160);
    connect(this, &QComboBox::activated, this, &PaceBox::choose);
    connect(&playback, &models::Playback::changed, this, &PaceBox::showPlayback);
    showPlayback();
}

void PaceBox::addChoices()
{
    for (const auto pace : {models::Pace::Even, models::Pace::Recorded}) {
        for (const double speed : {0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0}) {
            // Beyond 4× only the shuttle goes, but what it does must be shown.
            const QString text = pace == models::Pace::Even ? tr("Even %1") : tr("Recorded %1");
            addItem(text.arg(speedText(speed)), static_cast<int>(pace));
            setItemData(count() - 1, speed, kSpeedRole);
        }
    }
}

void PaceBox::choose(int index)
{
    m_playback.setPace(static_cast<models::Pace>(itemData(index).toInt()));
    m_playback.setSpeed(itemData(index, kSpeedRole).toDouble());
}

void PaceBox::showPlayback()
{
    const QSignalBlocker quiet(this);
    for (int i = 0; i < count(); ++i) {
        if (itemData(i).toInt() == static_cast<int>(m_playback.pace()) &&
            qFuzzyCompare(itemData(i, kSpeedRole).toDouble(), m_playback.speed()))
            setCurrentIndex(i);
    }
}

} // namespace durascope::ui
