// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/visual_state.h"

#include <QDateTime>
#include <QScrollArea>

#include <optional>

class QVBoxLayout;

namespace durascope::ui {

class ChoiceCard;
class CommandRegistry;

/// What the window shows when no history is open: where to drop one, the recent ones, and samples.
class StartPage : public QScrollArea
{
    Q_OBJECT

public:
    struct Recent
    {
        QString path;
        QString title;
        QDateTime opened;
        QString position; ///< "at event 12 of 40"; may be empty
        std::optional<models::VisualState> state;
        bool missing = false;
    };
    struct Sample
    {
        QString path;
        QString title;
        QString sentence;
    };

    explicit StartPage(CommandRegistry& registry, QWidget* parent = nullptr);

    void setRecents(const QList<Recent>& recents);
    void setSamples(const QList<Sample>& samples);

Q_SIGNALS:
    void chosen(const QString& path);
    void recentRemoved(const QString& path);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeDropCard();
    QVBoxLayout* addList(QVBoxLayout& column, const QString& title, QWidget** box);
    ChoiceCard* makeRecent(const Recent& recent);

    CommandRegistry& m_registry;
    QWidget* m_dropCard;
    QWidget* m_recentBox = nullptr;
    QWidget* m_sampleBox = nullptr;
    QVBoxLayout* m_recents;
    QVBoxLayout* m_samples;
};

} // namespace durascope::ui
