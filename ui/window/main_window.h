// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "ui/window/settings_memory.h"

#include <QMainWindow>
#include <QTimer>

#include <memory>
#include <optional>

class QStackedWidget;

namespace durascope::models {
class FileMemory;
}

namespace durascope::ui {

class CommandRegistry;
class DocumentControl;
class DropOverlay;
class KeySheet;
class LoadingView;
class Notice;
class Panels;
class StartPage;
class StatusLine;
class TimelineView;

/// One window with at most one history. Made of parts that talk to the session and not to each other; the window only
/// hangs them up, and decides which page stands in the middle.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Memory memory = Memory::Remember);
    ~MainWindow() override;

    [[nodiscard]] models::Session& session() { return m_session; }
    [[nodiscard]] CommandRegistry& commands() { return *m_commands; }
    [[nodiscard]] DocumentControl& documents() { return *m_documents; }
    [[nodiscard]] TimelineView& timeline() { return *m_timeline; }
    [[nodiscard]] Panels& panels() { return *m_panels; }
    [[nodiscard]] StatusLine& statusLine() { return *m_status; }
    [[nodiscard]] Notice& errorNotice() { return *m_error; }
    [[nodiscard]] Notice& remarkNotice() { return *m_remark; }
    [[nodiscard]] StartPage& startPage() { return *m_start; }
    [[nodiscard]] QWidget* currentPage() const;

    void open(const QString& path, std::optional<qint64> eventId = {});
    /// Another window beside this one, with what this one remembers; deleted when it is closed.
    MainWindow* openWindow(const QString& path = {});

public Q_SLOTS:
    void chooseFiles();
    void paste();
    /// The history; the window when there is none.
    void closeDocument();
    void showKeys();
    void resetLayout();
    /// Theme and time display, at once: other windows opened later start with them.
    void rememberChoices();

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void addCommands();
    void hangParts();
    void wireDocuments();
    void wireStatus();
    void wireNotices();
    void wireTimeline();
    void restoreLook();
    void saveLook();

    void showPage();
    void showLoading(const QString& name);
    void showProgress(quint64 bytes, quint64 total, quint64 events);
    void endLoading();
    void showOpened();
    void showRecents();
    void showSamples();
    void showTitle();
    void showTimelineMenu(const QPoint& globalPosition);

    const Memory m_memory;
    models::Session m_session;
    std::unique_ptr<models::FileMemory> m_files;
    CommandRegistry* m_commands;
    TimelineView* m_timeline;
    StartPage* m_start = nullptr;
    LoadingView* m_loading;
    QStackedWidget* m_pages;
    Notice* m_error;
    Notice* m_remark;
    StatusLine* m_status;
    Panels* m_panels;
    DropOverlay* m_drop;
    std::unique_ptr<DocumentControl> m_documents;
    QTimer m_loadingDelay;
    bool m_loadingShown = false;
};

} // namespace durascope::ui
