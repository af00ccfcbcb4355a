// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QObject>

class QSettings;

namespace durascope::models {
class Session;
}

namespace durascope::ui {

class RepairPanel;
class TabbedDock;

/// The panels round the timeline: the inspector at the right, events and repairs at the foot. A window too narrow for
/// three columns gets the inspector as a tab at the foot. Panels are hidden while no history is open.
class Panels : public QObject
{
    Q_OBJECT

public:
    Panels(QMainWindow& window, models::Session& session);

    [[nodiscard]] bool inspectorWanted() const { return m_inspectorWanted; }
    [[nodiscard]] bool bottomWanted() const { return m_bottomWanted; }
    /// Beside the timeline, or as the tab in front when the window is narrow.
    [[nodiscard]] bool inspectorShown() const;
    [[nodiscard]] QWidget* inspector() const { return m_inspector; }
    [[nodiscard]] TabbedDock* bottom() const { return m_bottom; }
    [[nodiscard]] bool isNarrow() const { return m_narrow; }

    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

public Q_SLOTS:
    void setInspectorWanted(bool wanted);
    void setBottomWanted(bool wanted);
    void toggleInspector();
    void showInspector();
    void showEvents();
    void showRepairs();
    void resetLayout();
    /// To be called when the window has another width.
    void adaptTo(int windowWidth);

Q_SIGNALS:
    void changed();

private:
    void arrange();
    void applySizes();

    QMainWindow& m_window;
    models::Session& m_session;
    QWidget* m_inspector;
    QWidget* m_events;
    RepairPanel* m_repairs;
    TabbedDock* m_right;
    TabbedDock* m_bottom;
    bool m_inspectorWanted = true;
    bool m_bottomWanted = true;
    bool m_narrow = false;
    bool m_sized = false;
};

} // namespace durascope::ui
