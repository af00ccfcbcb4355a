// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/state_at.h"
#include "engine/history/stepping.h"
#include "models/session/document.h"

#include <QObject>

#include <optional>

namespace durascope::models {

class Playback;
class RowList;

/// What the person has chosen to look at. All views show the same selection.
struct Selection
{
    core::OperationIndex operation;   ///< invalid: nothing is selected
    std::uint32_t attempt = 0;        ///< from 1; 0: the operation as a whole
    core::EventIndex event;           ///< valid when one event of it was chosen
    core::InvocationIndex invocation; ///< valid when an invocation was chosen; then operation is invalid
    friend bool operator==(const Selection&, const Selection&) = default;
    [[nodiscard]] bool empty() const { return !operation.valid() && !invocation.valid(); }
};

enum class StepVerb { Event, TenEvents, Over, Into, Out, Invocation, Failure };

/// The one object that owns the document, the cursor and the selection of a window; views talk to it and never to each
/// other. Lives on the window's thread. Without a document every command does nothing.
///
/// The cursor and the selection are two things: selecting never moves the cursor, and seeking and playing never change
/// the selection. Only step() does both, because whoever steps wants to see what was reached.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] const Document& document() const { return m_document; }
    [[nodiscard]] bool isOpen() const { return m_document.isOpen(); }
    /// REQUIRES: isOpen().
    [[nodiscard]] const history::EventLog& log() const { return *m_document.log; }
    [[nodiscard]] const history::Analysis& analysis() const { return *m_document.analysis; }

    /// The cursor: the events 0…cursor() have happened and it is now(). REQUIRES: isOpen().
    [[nodiscard]] core::EventIndex cursor() const { return m_cursor; }
    [[nodiscard]] core::Timestamp now() const { return m_now; }
    [[nodiscard]] history::StateAt stateAt() const;
    /// On the first event and at its time; on the last event at whatever time. Both without a document.
    [[nodiscard]] bool atStart() const;
    [[nodiscard]] bool atEnd() const;

    [[nodiscard]] const Selection& selection() const { return m_selection; }
    [[nodiscard]] core::OperationIndex hovered() const { return m_hovered; }

    /// Which operations are shown, and in what order.
    [[nodiscard]] RowList* rows() const { return m_rows; }
    [[nodiscard]] Playback* playback() const { return m_playback; }

public Q_SLOTS:
    /// Shows the document at its end; a failed execution with the origin of its failure selected and a row shown for
    /// it, any other with nothing selected: the inspector then sums up the execution. A document without a log or
    /// without events closes. Announced by documentChanged(), then cursorMoved(), selectionChanged() and
    /// hoverChanged(), whatever changed; at the first of them everything here is the new document's already, and log()
    /// and analysis() of the old one live until the last has returned.
    void setDocument(const durascope::models::Document& document);

    /// An event past the end is the last one.
    void seekTo(durascope::core::EventIndex event);
    /// Anywhere between events too: the cursor is the last event at or before that instant, now() the instant. Kept
    /// between the first event and the end of the history.
    void seekToTime(durascope::core::Timestamp time);
    void seekToStart();
    void seekToEnd();
    /// Moves the cursor, and the selection along with it to the operation of the event reached. Answers false when
    /// there is nowhere to go. Between two events, Event backwards goes to the one before first. Into and Failure also
    /// open the rows above the operation, because they ask to see what is inside; the other verbs leave closed rows
    /// closed, so that nothing jumps: views mark RowList::rowOfVisibleAncestor().
    bool step(durascope::models::StepVerb verb, durascope::history::Direction direction);

    /// What does not exist is taken out; a chosen event decides the operation, a chosen invocation leaves none.
    void select(const durascope::models::Selection& selection);
    void selectOperation(durascope::core::OperationIndex operation);
    void selectEvent(durascope::core::EventIndex event);
    void clearSelection();
    void hover(durascope::core::OperationIndex operation);

Q_SIGNALS:
    void documentChanged();
    void cursorMoved();
    void selectionChanged();
    void hoverChanged();

private:
    void moveCursor(core::EventIndex event, core::Timestamp now);
    [[nodiscard]] std::optional<core::EventIndex> stepTarget(StepVerb verb, history::Direction direction) const;
    [[nodiscard]] std::optional<core::EventIndex> tenEventsOn(history::Direction direction) const;
    [[nodiscard]] bool isBetweenEvents() const;
    [[nodiscard]] Selection existing(Selection selection) const;

    Document m_document;
    std::optional<history::Stepping> m_stepping;
    core::EventIndex m_cursor;
    core::Timestamp m_now;
    Selection m_selection;
    core::OperationIndex m_hovered;
    RowList* m_rows;      ///< child
    Playback* m_playback; ///< child
};

} // namespace durascope::models
