// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QStackedLayout;

namespace durascope::models {
class EventsModel;
class InspectorModel;
class Session;
} // namespace durascope::models

namespace durascope::ui {

class AttemptsView;
class EventsTable;
class FactsView;
class InspectorHeader;
class ResultPage;
class TabStrip;

/// Everything about what is selected, as of the cursor; the execution's summary when nothing is. Works from 280 px.
/// The tabs stay where they are whatever is selected: one with nothing behind it says why.
class InspectorPanel : public QWidget
{
    Q_OBJECT

public:
    enum Tab { SummaryTab, InputTab, ResultTab, AttemptsTab, EventsTab, kTabCount };

    explicit InspectorPanel(models::Session& session, QWidget* parent = nullptr);
    ~InspectorPanel() override;

    [[nodiscard]] models::InspectorModel* model() const { return m_model; }
    [[nodiscard]] TabStrip* tabs() const { return m_tabs; }
    [[nodiscard]] ResultPage* input() const { return m_input; }
    [[nodiscard]] ResultPage* result() const { return m_result; }
    [[nodiscard]] FactsView* facts() const { return m_facts; }
    [[nodiscard]] AttemptsView* attempts() const { return m_attempts; }
    [[nodiscard]] EventsTable* events() const { return m_events; }
    [[nodiscard]] InspectorHeader* header() const { return m_header; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public Q_SLOTS:
    void showTab(int tab);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makePages();
    void showSubject();
    void showPage();
    void showCounts();
    [[nodiscard]] QString whyNoAttempts() const;

    models::Session& m_session;
    models::InspectorModel* m_model;
    models::EventsModel* m_eventsModel;
    InspectorHeader* m_header;
    TabStrip* m_tabs;
    QStackedLayout* m_pages;
    FactsView* m_facts;
    ResultPage* m_input;
    ResultPage* m_result;
    QStackedLayout* m_attemptsStack;
    AttemptsView* m_attempts;
    QLabel* m_noAttempts;
    EventsTable* m_events;
    QLabel* m_empty;
    QStackedLayout* m_whole;
};

} // namespace durascope::ui
