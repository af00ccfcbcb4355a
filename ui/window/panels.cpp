// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panels.h"

#include "models/session/session.h"
#include "ui/events/events_panel.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/window/repair_panel.h"
#include "ui/window/tabbed_dock.h"

#include <QSettings>
#include <QTabBar>

namespace durascope::ui {

namespace {
constexpr int kNarrow = 1100;
constexpr int kInspectorWidth = 380;
constexpr int kInspectorMinimum = 280;
constexpr double kBottomShare = 0.26;
constexpr int kStateVersion = 1;
} // namespace

Panels::Panels(QMainWindow& window, models::Session& session)
    : QObject(&window)
    , m_window(window)
    , m_session(session)
    , m_inspector(new InspectorPanel(session))
    , m_events(new EventsPanel(session))
    , m_repairs(new RepairPanel(session))
    , m_right(new TabbedDock(tr("Inspector"), QStringLiteral("inspectorDock"), &window))
    , m_bottom(new TabbedDock(tr("Panels"), QStringLiteral("bottomDock"), &window))
{
    m_inspector->setMinimumWidth(kInspectorMinimum);
    m_right->addPage(m_inspector, tr("Inspector"));
    m_bottom->addPage(m_events, tr("Events"));
    m_bottom->addPage(m_repairs, tr("Repairs"));
    window.setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    window.setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    window.addDockWidget(Qt::RightDockWidgetArea, m_right);
    window.addDockWidget(Qt::BottomDockWidgetArea, m_bottom);
    connect(m_right, &TabbedDock::closePressed, this, [this] { setInspectorWanted(false); });
    connect(m_bottom, &TabbedDock::closePressed, this, [this] { setBottomWanted(false); });
    connect(m_bottom->tabs(), &QTabBar::currentChanged, this, &Panels::changed);
    connect(&session, &models::Session::documentChanged, this, &Panels::arrange);
    arrange();
}

void Panels::arrange()
{
    const bool open = m_session.isOpen();
    if (m_narrow && m_right->hasPage(m_inspector)) {
        m_right->takePage(m_inspector);
        m_bottom->addPage(m_inspector, tr("Inspector"));
    } else if (!m_narrow && m_bottom->hasPage(m_inspector)) {
        m_bottom->takePage(m_inspector);
        m_right->addPage(m_inspector, tr("Inspector"));
    }
    m_right->setVisible(open && m_inspectorWanted && !m_narrow);
    m_bottom->setVisible(open && m_bottomWanted);
    if (open && !m_sized)
        applySizes();
    Q_EMIT changed();
}

void Panels::applySizes()
{
    m_sized = true;
    m_window.resizeDocks({m_right}, {kInspectorWidth}, Qt::Horizontal);
    m_window.resizeDocks({m_bottom}, {qRound(m_window.height() * kBottomShare)}, Qt::Vertical);
}

void Panels::setInspectorWanted(bool wanted)
{
    m_inspectorWanted = wanted;
    arrange();
}

void Panels::setBottomWanted(bool wanted)
{
    m_bottomWanted = wanted;
    arrange();
}

void Panels::toggleInspector()
{
    if (!m_narrow)
        return setInspectorWanted(!m_inspectorWanted);
    if (inspectorShown())
        m_bottom->showPage(m_events);
    else
        showInspector();
}

bool Panels::inspectorShown() const
{
    return m_narrow ? m_bottomWanted && m_bottom->currentPage() == m_inspector : m_inspectorWanted;
}

void Panels::showInspector()
{
    m_inspectorWanted = true;
    if (m_narrow) {
        m_bottomWanted = true;
        m_bottom->showPage(m_inspector);
    }
    arrange();
}

void Panels::showEvents()
{
    m_bottom->showPage(m_events);
    setBottomWanted(true);
}

void Panels::showRepairs()
{
    m_bottom->showPage(m_repairs);
    setBottomWanted(true);
}

void Panels::resetLayout()
{
    m_right->setFloating(false);
    m_bottom->setFloating(false);
    m_window.addDockWidget(Qt::RightDockWidgetArea, m_right);
    m_window.addDockWidget(Qt::BottomDockWidgetArea, m_bottom);
    m_inspectorWanted = true;
    m_bottomWanted = true;
    m_bottom->showPage(m_events);
    m_sized = false;
    arrange();
}

void Panels::adaptTo(int windowWidth)
{
    const bool narrow = windowWidth < kNarrow;
    if (narrow == m_narrow)
        return;
    m_narrow = narrow;
    arrange();
}

void Panels::save(QSettings& settings) const
{
    settings.setValue(QStringLiteral("panels/state"), m_window.saveState(kStateVersion));
    settings.setValue(QStringLiteral("panels/sized"), m_sized);
    settings.setValue(QStringLiteral("panels/inspector"), m_inspectorWanted);
    settings.setValue(QStringLiteral("panels/bottom"), m_bottomWanted);
}

void Panels::restore(const QSettings& settings)
{
    const bool restored =
        m_window.restoreState(settings.value(QStringLiteral("panels/state")).toByteArray(), kStateVersion);
    m_sized = restored && settings.value(QStringLiteral("panels/sized")).toBool();
    m_inspectorWanted = settings.value(QStringLiteral("panels/inspector"), true).toBool();
    m_bottomWanted = settings.value(QStringLiteral("panels/bottom"), true).toBool();
    arrange();
}

} // namespace durascope::ui
