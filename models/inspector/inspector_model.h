// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/text.h"
#include "models/common/visual_state.h"
#include "models/inspector/outcome.h"
#include "models/session/session.h"

#include <QObject>

namespace durascope::models {

class AttemptsModel;
class FactsModel;
class LadderModel;

/// What the inspector shows: everything about the session's selection as of its cursor, the execution when nothing is
/// selected. Follows the session while it is active; a hidden inspector costs nothing.
class InspectorModel : public QObject
{
    Q_OBJECT

public:
    enum class Subject { Nothing, Execution, Operation, Attempt, Invocation };

    explicit InspectorModel(Session& session, QObject* parent = nullptr);

    [[nodiscard]] Subject subject() const { return m_subject; }
    [[nodiscard]] core::OperationIndex operation() const { return m_operation; } ///< invalid for an invocation
    [[nodiscard]] std::uint32_t attempt() const { return m_attempt; }            ///< 0: the whole operation
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] QString kindText() const { return m_kindText; }
    [[nodiscard]] QString statusText() const { return m_statusText; }
    [[nodiscard]] VisualState state() const { return m_state; }
    [[nodiscard]] OperationKind kind() const { return m_kind; }
    [[nodiscard]] const Outcome& input() const { return m_input; }
    [[nodiscard]] const Outcome& result() const { return m_result; }
    [[nodiscard]] FactsModel* facts() const { return m_facts; }
    [[nodiscard]] AttemptsModel* attempts() const { return m_attempts; }
    [[nodiscard]] LadderModel* ladder() const { return m_ladder; }

    void setActive(bool active);
    void setTimeDisplay(TimeDisplay display);

Q_SIGNALS:
    /// Something about the subject may read differently.
    void changed();

private:
    void scheduleUpdate();
    void update();
    void chooseSubject();
    void updateOperation(const history::StateAt& state);
    void updateInvocation(const history::StateAt& state);
    void updateLadder();
    void clear();

    Session& m_session;
    FactsModel* m_facts;
    AttemptsModel* m_attempts;
    LadderModel* m_ladder;
    bool m_active = true;
    bool m_stale = true;
    TimeDisplay m_display = TimeDisplay::Utc;
    Subject m_subject = Subject::Nothing;
    core::OperationIndex m_operation;
    core::InvocationIndex m_invocation;
    std::uint32_t m_attempt = 0;
    core::OperationIndex m_ladderOf;
    const history::EventLog* m_ladderLog = nullptr;
    QString m_title;
    QString m_kindText;
    QString m_statusText;
    VisualState m_state = VisualState::Pending;
    OperationKind m_kind = OperationKind::Execution;
    Outcome m_input;
    Outcome m_result;
};

} // namespace durascope::models
