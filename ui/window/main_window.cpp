// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "models/common/text.h"
#include "models/session/file_memory.h"
#include "ui/commands/command_menus.h"
#include "ui/commands/key_sheet.h"
#include "ui/theme/palette.h"
#include "ui/theme/time_display.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/document_control.h"
#include "ui/window/drop_overlay.h"
#include "ui/window/header_bar.h"
#include "ui/window/loading_view.h"
#include "ui/window/notice.h"
#include "ui/window/panels.h"
#include "ui/window/recent_entries.h"
#include "ui/window/start_page.h"
#include "ui/window/status_line.h"
#include "ui/window/timeline_commands.h"
#include "ui/window/transport_commands.h"
#include "ui/window/window_commands.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QPointer>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace durascope::ui {

namespace {

/// A file that is read faster than this is never seen loading.
constexpr int kLoadingDelay = 150;
constexpr QLatin1String kGeometry("window/geometry");
constexpr QLatin1String kFolder("open/folder");

} // namespace

MainWindow::MainWindow(Memory memory)
    : m_memory(memory)
    , m_files(memory == Memory::Remember ? std::make_unique<models::FileMemory>() : nullptr)
    , m_commands(new CommandRegistry(this))
    , m_timeline(new TimelineView(m_session))
    , m_loading(new LoadingView)
    , m_pages(new QStackedWidget)
    , m_error(new Notice)
    , m_remark(new Notice)
    , m_status(new StatusLine(m_session))
    , m_panels(new Panels(*this, m_session))
    , m_drop(new DropOverlay(this))
    , m_documents(std::make_unique<DocumentControl>(m_session, *m_timeline, m_files.get()))
{
    setAcceptDrops(true);
    setMinimumSize(760, 480);
    resize(1440, 900);
    addCommands();
    hangParts();
    wireDocuments();
    wireStatus();
    wireNotices();
    wireTimeline();
    restoreLook();
    showSamples();
    showRecents();
    showPage();
    showTitle();
    m_commands->refresh();
    currentPage()->setFocus(Qt::OtherFocusReason);
}

MainWindow::~MainWindow()
{
    // The loader's thread ends before what it reports to goes, and the views go before the session they look at.
    m_documents.reset();
    const auto children = findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
    const QList<QPointer<QWidget>> views(children.begin(), children.end());
    for (const QPointer<QWidget>& view : views)
        delete view.data();
}

void MainWindow::addCommands()
{
    addWindowCommands(*this);
    addTransportCommands(*m_commands, m_session);
    addTimelineCommands(*m_commands, m_session, *m_timeline);
    const auto refresh = [this] { m_commands->refresh(); };
    connect(&m_session, &models::Session::documentChanged, m_commands, refresh);
    connect(&m_session, &models::Session::selectionChanged, m_commands, refresh);
    connect(m_panels, &Panels::changed, m_commands, refresh);
    connect(&Theme::instance(), &Theme::changed, m_commands, refresh);
}

void MainWindow::hangParts()
{
    setMenuWidget(new HeaderBar(m_session, *m_commands));
    m_start = new StartPage(*m_commands);
    for (QWidget* page :
         {static_cast<QWidget*>(m_start), static_cast<QWidget*>(m_loading), static_cast<QWidget*>(m_timeline)})
        m_pages->addWidget(page);
    auto* middle = new QWidget;
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_error);
    column->addWidget(m_remark);
    column->addWidget(m_pages, 1);
    setCentralWidget(middle);
    setStatusBar(m_status);
}

void MainWindow::wireDocuments()
{
    DocumentControl* documents = m_documents.get();
    m_loadingDelay.setSingleShot(true);
    m_loadingDelay.setInterval(kLoadingDelay);
    connect(&m_loadingDelay, &QTimer::timeout, this, [this] {
        m_loadingShown = true;
        showPage();
    });
    connect(documents, &DocumentControl::started, this, &MainWindow::showLoading);
    connect(documents, &DocumentControl::progressed, this, &MainWindow::showProgress);
    connect(documents, &DocumentControl::opened, this, &MainWindow::showOpened);
    connect(documents, &DocumentControl::cancelled, this, &MainWindow::endLoading);
    connect(documents, &DocumentControl::failed, this, [this](const QString& headline, const core::Error& error) {
        endLoading();
        m_error->showError(headline, error);
    });
    connect(documents, &DocumentControl::eventNotFound, m_error, &Notice::showError);
    connect(documents, &DocumentControl::windowWanted, this, [this](const QString& path) { openWindow(path); });
    connect(m_loading, &LoadingView::cancelPressed, documents, &DocumentControl::cancel);
    connect(m_status, &StatusLine::cancelPressed, documents, &DocumentControl::cancel);
    connect(m_start, &StartPage::chosen, this, [this](const QString& path) { open(path, sampleEvent(path)); });
    if (m_files) {
        connect(m_start, &StartPage::recentRemoved, m_files.get(), &models::FileMemory::forgetRecent);
        connect(m_files.get(), &models::FileMemory::recentChanged, this, &MainWindow::showRecents);
    }
    connect(&m_session, &models::Session::documentChanged, this, &MainWindow::showPage);
    connect(&m_session, &models::Session::documentChanged, this, &MainWindow::showTitle);
    connect(&m_session, &models::Session::cursorMoved, this, &MainWindow::showTitle);
}

void MainWindow::wireStatus()
{
    connect(m_status, &StatusLine::axisPressed, m_timeline, &TimelineView::cycleAxis);
    connect(m_status, &StatusLine::zonePressed, this, [this] { m_commands->trigger(u"view.times"); });
    connect(m_status, &StatusLine::repairsPressed, m_panels, &Panels::showRepairs);
    const auto showAxis = [this] { m_status->setAxisMode(m_timeline->axisMode()); };
    connect(m_timeline, &TimelineView::axisModeChanged, m_status, showAxis);
    connect(&m_session, &models::Session::documentChanged, m_status, showAxis);
    connect(m_timeline, &TimelineView::cursorReadout, m_status, [this](core::Timestamp time, bool valid) {
        if (!valid || !m_session.isOpen())
            return m_status->setReadout({});
        const core::Duration away = time - m_session.now();
        const QString sign = away.count() < 0 ? QString() : QStringLiteral("+");
        m_status->setReadout(tr("mouse: %1 (%2%3)")
                                 .arg(TimeDisplayChoice::instance().text(time, m_session.log().startTime()), sign,
                                      models::durationText(away)));
    });
}

void MainWindow::wireNotices()
{
    connect(m_remark, &Notice::actionPressed, m_panels, &Panels::showRepairs);
    connect(m_remark, &Notice::dismissed, this, [this] { m_documents->dismissRemark(); });
}

void MainWindow::wireTimeline()
{
    connect(m_timeline, &TimelineView::activated, this, [this] {
        m_panels->showInspector();
        m_panels->inspector()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_timeline, &TimelineView::contextMenuRequested, this, &MainWindow::showTimelineMenu);
    connect(m_timeline, &TimelineView::densityChanged, m_commands, &CommandRegistry::refresh);
}

QWidget* MainWindow::currentPage() const
{
    return m_pages->currentWidget();
}

void MainWindow::open(const QString& path, std::optional<qint64> eventId)
{
    m_documents->open(path, eventId);
}

MainWindow* MainWindow::openWindow(const QString& path)
{
    auto* window = new MainWindow(m_memory);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->resize(size());
    window->show();
    if (!path.isEmpty())
        window->open(path);
    return window;
}

void MainWindow::chooseFiles()
{
    const auto settings = openSettings(m_memory);
    auto* dialog = new QFileDialog(this, tr("Open histories"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Histories (*.json *.jsonl *.ndjson *.yaml *.yml *.gz *.zst)"), tr("All files (*)")});
    if (settings && settings->contains(kFolder))
        dialog->setDirectory(settings->value(kFolder).toString());
    connect(dialog, &QFileDialog::filesSelected, this, [this, dialog](const QStringList& paths) {
        if (const auto memory = openSettings(m_memory))
            memory->setValue(kFolder, dialog->directory().absolutePath());
        for (qsizetype i = 0; i < paths.size(); ++i) {
            if (i == 0)
                open(paths.at(i));
            else
                openWindow(paths.at(i));
        }
    });
    dialog->open();
}

void MainWindow::paste()
{
    const QMimeData* clipboard = QApplication::clipboard()->mimeData();
    if (clipboard && m_documents->openMime(*clipboard, tr("Pasted history")))
        return;
    m_error->showError(tr("Nothing to paste"),
                       {.code = core::ErrorCode::NotFound,
                        .message = models::toUtf8(tr("the clipboard holds neither text nor files")),
                        .place = {},
                        .remedy = models::toUtf8(tr("copy the JSON of a history, then paste it again"))});
}

void MainWindow::closeDocument()
{
    if (m_session.isOpen() || m_documents->isLoading())
        m_documents->close();
    else
        close();
}

void MainWindow::showKeys()
{
    auto* sheet = new KeySheet(*m_commands, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->show();
}

void MainWindow::resetLayout()
{
    m_panels->resetLayout();
}

void MainWindow::showPage()
{
    QWidget* page = m_loadingShown       ? static_cast<QWidget*>(m_loading)
                    : m_session.isOpen() ? static_cast<QWidget*>(m_timeline)
                                         : m_start;
    if (!m_session.isOpen())
        m_remark->hide();
    if (m_pages->currentWidget() == page)
        return;
    m_pages->setCurrentWidget(page);
    page->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showLoading(const QString& name)
{
    m_error->hide();
    m_loading->begin(name);
    m_loadingDelay.start();
    m_commands->refresh();
}

void MainWindow::showProgress(quint64 bytes, quint64 total, quint64 events)
{
    m_loading->setProgress(bytes, total, events);
    if (m_loadingShown)
        m_status->showTask(m_loading->progressText(), m_loading->fraction());
}

void MainWindow::endLoading()
{
    m_loadingDelay.stop();
    m_loadingShown = false;
    m_status->hideTask();
    m_commands->refresh();
    showPage();
}

void MainWindow::showOpened()
{
    endLoading();
    const history::RepairReport& repairs = m_session.log().repairs();
    const auto missing = static_cast<int>(repairs.count(history::RepairClass::Missing));
    // Whose writing it is does not change what is shown; that guess is for the report only.
    const auto* source = repairs.find(history::RepairKind::SourceGuessed);
    const auto guessed = static_cast<int>(repairs.count(history::RepairClass::Guessed) - (source ? source->count : 0));
    if (m_documents->remarkDismissed() || (missing == 0 && guessed == 0)) {
        m_remark->hide();
        return;
    }
    const QString headline = missing && guessed ? tr("Parts of this history are missing, others were guessed")
                             : missing          ? tr("Parts of this history are missing")
                                                : tr("Parts of this history were guessed");
    QStringList sentences;
    for (const history::Repair& repair : repairs.repairs()) {
        if (repair.severity != history::RepairClass::Repaired && repair.kind != history::RepairKind::SourceGuessed)
            sentences.append(models::displayText(history::describe(repair)));
    }
    const QString first = sentences.first();
    const int more = static_cast<int>(sentences.size()) - 1;
    m_remark->showRemark(headline, more ? tr("%1; and %n more.", nullptr, more).arg(first) : first % QLatin1Char('.'),
                         tr("Show report"));
}

void MainWindow::showRecents()
{
    m_start->setRecents(m_files ? recentEntries(*m_files) : QList<StartPage::Recent>());
}

void MainWindow::showSamples()
{
    const auto samples = sampleEntries();
    if (samples)
        m_start->setSamples(*samples);
    else
        m_error->showError(tr("The samples could not be read"), samples.error());
}

void MainWindow::showTitle()
{
    if (!m_session.isOpen())
        return setWindowTitle(tr("Durascope"));
    const QString status = models::statusText(m_session.stateAt(), history::kExecution, &m_session.analysis());
    setWindowTitle(tr("%1: %2 – Durascope").arg(m_session.document().title, status));
}

void MainWindow::showTimelineMenu(const QPoint& globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, *m_commands,
             {QStringLiteral("transport.to-selection"), QStringLiteral("timeline.focus"), QString(),
              QStringLiteral("tree.open-subtree"), QStringLiteral("tree.close-subtree"),
              QStringLiteral("tree.expand-all"), QStringLiteral("tree.collapse-all"), QString(),
              QStringLiteral("timeline.show-all"), QStringLiteral("timeline.axis"), QString(),
              QStringLiteral("tree.copy-name"), QStringLiteral("tree.copy-id")});
    menu->popup(globalPosition);
}

void MainWindow::restoreLook()
{
    const auto settings = openSettings(m_memory);
    if (!settings)
        return;
    restoreProgramChoices(*settings);
    if (settings->contains(kGeometry))
        restoreGeometry(settings->value(kGeometry).toByteArray());
    m_panels->restore(*settings);
}

void MainWindow::rememberChoices()
{
    if (const auto settings = openSettings(m_memory))
        saveProgramChoices(*settings);
}

void MainWindow::saveLook()
{
    const auto settings = openSettings(m_memory);
    if (!settings)
        return;
    settings->setValue(kGeometry, saveGeometry());
    m_panels->save(*settings);
}

bool MainWindow::event(QEvent* event)
{
    if (event->type() == QEvent::WindowActivate)
        m_commands->refresh();
    return QMainWindow::event(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    m_panels->adaptTo(width());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_documents->cancel();
    m_documents->remember();
    saveLook();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!DocumentControl::canOpen(*event->mimeData()))
        return;
    m_drop->show(static_cast<int>(DocumentControl::filesIn(*event->mimeData()).size()));
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    m_drop->hide();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_drop->hide();
    if (m_documents->openMime(*event->mimeData(), tr("Dropped history")))
        event->acceptProposedAction();
}

} // namespace durascope::ui
