// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inspector/ladder_model.h"
#include "models/inspector/outcome.h"

#include <QWidget>

#include <memory>

class QStackedLayout;

namespace durascope::ui {

class ErrorView;
class LinkNote;
class PayloadView;

/// What an operation was given, or what came of it: a payload or an error, and a sentence when it is not there yet or
/// not the last word.
class ResultPage : public QWidget
{
    Q_OBJECT

public:
    ResultPage(const QString& name, models::LadderModel& ladder, QWidget* parent = nullptr);

    void setOutcome(const std::shared_ptr<const history::EventLog>& log, const models::Outcome& outcome);

    [[nodiscard]] PayloadView* payload() const { return m_payload; }
    [[nodiscard]] ErrorView* error() const { return m_error; }
    [[nodiscard]] LinkNote* note() const { return m_note; }

Q_SIGNALS:
    void followed(const durascope::models::Link& link);
    void operationChosen(durascope::core::OperationIndex operation);

private:
    LinkNote* m_note;
    PayloadView* m_payload;
    ErrorView* m_error;
    QWidget* m_blank;
    QStackedLayout* m_stack;
};

} // namespace durascope::ui
