// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/ids.h"
#include "models/inspector/ladder_model.h"

#include <QScrollArea>

#include <optional>

class QLabel;
class QListView;
class QPushButton;
class QStringListModel;

namespace durascope::ui {

class LadderView;
class PayloadView;

/// An error: how it spread, its type and message, its data with the JSON in it opened, its stack.
class ErrorView : public QScrollArea
{
    Q_OBJECT

public:
    explicit ErrorView(models::LadderModel& ladder, QWidget* parent = nullptr);

    /// Nothing: the failure was recorded without saying why. The ladder is shown when it leads anywhere.
    void setError(const std::optional<core::ErrorObject>& error, bool withLadder);
    [[nodiscard]] QString allAsText() const;
    [[nodiscard]] LadderView* ladder() const { return m_ladderView; }
    [[nodiscard]] PayloadView* data() const { return m_data; }

public Q_SLOTS:
    void copyAsText();

Q_SIGNALS:
    void operationChosen(durascope::core::OperationIndex operation);

private:
    [[nodiscard]] QLabel* caption(const QString& text);
    void setStack(const std::vector<std::string>& frames);
    void applyTheme();

    models::LadderModel& m_ladder;
    core::ErrorObject m_error;
    bool m_withLadder = false;
    QLabel* m_ladderCaption;
    LadderView* m_ladderView;
    QLabel* m_type;
    QLabel* m_message;
    QLabel* m_dataCaption;
    PayloadView* m_data;
    QLabel* m_stackCaption;
    QStringListModel* m_stackModel;
    QListView* m_stack;
    QPushButton* m_copy;
};

} // namespace durascope::ui
