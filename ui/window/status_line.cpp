// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_line.h"

#include "engine/core/text.h"
#include "models/common/text.h"
#include "models/session/session.h"
#include "ui/theme/palette.h"
#include "ui/theme/time_display.h"
#include "ui/window/mode_chip.h"
#include "ui/window/quota.h"
#include "ui/window/status_item.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>

namespace durascope::ui {

namespace {

QString countText(std::uint64_t count)
{
    return models::toQString(core::formatCount(count));
}

QString megabytes(std::uint64_t bytes)
{
    const double value = static_cast<double>(bytes) / 1e6;
    return QString::number(value, 'f', value < 10 ? 1 : 0);
}

QString notesText(int kinds)
{
    if (kinds == 0)
        return {};
    return kinds == 1 ? StatusLine::tr("1 repair note") : StatusLine::tr("%1 repair notes").arg(kinds);
}

} // namespace

StatusLine::StatusLine(models::Session& session, QWidget* parent)
    : QStatusBar(parent)
    , m_session(session)
{
    setSizeGripEnabled(false);
    setFixedHeight(23);
    arrange();
    connect(m_axis, &StatusItem::clicked, this, &StatusLine::axisPressed);
    connect(m_zone, &StatusItem::clicked, this, &StatusLine::zonePressed);
    connect(m_repairs, &StatusItem::clicked, this, &StatusLine::repairsPressed);
    connect(m_cancel, &StatusItem::clicked, this, &StatusLine::cancelPressed);
    connect(&session, &models::Session::documentChanged, this, &StatusLine::showDocument);
    connect(&session, &models::Session::cursorMoved, this, &StatusLine::showCursor);
    connect(&session, &models::Session::cursorMoved, this, &StatusLine::showSelection);
    connect(&session, &models::Session::selectionChanged, this, &StatusLine::showSelection);
    connect(&TimeDisplayChoice::instance(), &TimeDisplayChoice::changed, this, &StatusLine::showZone);
    showDocument();
}

StatusItem* StatusLine::addItem(QWidget* row, bool press, const char* name)
{
    auto* item = new StatusItem(press ? StatusItem::Kind::Press : StatusItem::Kind::Words, row);
    item->setObjectName(QLatin1String(name));
    row->layout()->addWidget(item);
    return item;
}

void StatusLine::arrange()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(10, 1, 6, 0);
    layout->setSpacing(4);
    m_chip = new ModeChip(ModeChip::Size::Small, row);
    layout->addWidget(m_chip);
    m_event = addItem(row, false, "event");
    m_clock = addItem(row, false, "clock");
    m_operations = addItem(row, false, "operations");
    m_bytes = addItem(row, false, "bytes");
    m_axis = addItem(row, true, "axis");
    m_zone = addItem(row, true, "zone");
    m_selection = addItem(row, false, "selection");
    m_readout = addItem(row, false, "readout");
    layout->addStretch(1);
    m_task = addItem(row, false, "task");
    m_progress = new QProgressBar(row);
    m_progress->setFixedSize(90, 8);
    m_progress->setTextVisible(false);
    m_progress->hide();
    layout->addWidget(m_progress);
    m_cancel = addItem(row, true, "cancel");
    m_repairs = addItem(row, true, "repairs");
    m_repairs->setGlyph(ActionGlyph::Warning);
    addWidget(row, 1);
}

void StatusLine::setAxisMode(models::AxisMode mode)
{
    m_axis->setWords(m_session.isOpen() ? tr("axis: %1").arg(models::toText(mode)) : QString(),
                     tr("<p><b>Axis</b></p><p>Compressed: waiting is folded away. Real time: every second is as wide "
                        "as every other. Click to change it.</p>"));
}

void StatusLine::setReadout(const QString& text)
{
    m_readout->setWords(text, tr("The instant under the mouse"));
}

void StatusLine::showTask(const QString& text, double progress)
{
    m_task->setWords(text);
    m_progress->setRange(0, progress < 0 ? 0 : 1000);
    m_progress->setValue(progress < 0 ? 0 : qRound(progress * 1000));
    m_progress->show();
    m_cancel->setWords(tr("Cancel"), tr("Stop this task"));
}

void StatusLine::hideTask()
{
    m_task->setWords({});
    m_cancel->setWords({});
    m_progress->hide();
}

void StatusLine::showDocument()
{
    m_chip->setVisible(m_session.isOpen());
    const auto* repairs = m_session.isOpen() ? &m_session.log().repairs() : nullptr;
    const int kinds = repairs ? static_cast<int>(repairs->repairs().size()) : 0;
    m_repairs->setWords(notesText(kinds),
                        tr("What had to be repaired, guessed or is missing in this file. Click to read it."));
    if (!m_session.isOpen())
        m_axis->setWords({});
    showZone();
    showCursor();
    showSelection();
}

void StatusLine::showCursor()
{
    if (!m_session.isOpen()) {
        for (StatusItem* item : {m_event, m_clock, m_operations, m_bytes})
            item->setWords({});
        return;
    }
    const history::EventLog& log = m_session.log();
    const history::Totals totals = m_session.stateAt().totals();
    m_event->setWords(tr("event %1 / %2").arg(countText(m_session.cursor().value() + 1), countText(log.eventCount())),
                      tr("Events that have happened at the playhead, and all there are"));
    m_clock->setWords(TimeDisplayChoice::instance().text(m_session.now(), log.startTime()),
                      tr("The instant of the playhead"));
    m_operations->setWords(tr("%1 / %2 operations").arg(countText(totals.operations), countText(kMaxOperations)),
                           tr("Operations at the playhead, and how many one execution may have on AWS"));
    m_operations->setLevel(quotaLevel(totals.operations, kMaxOperations));
    m_bytes->setWords(tr("%1 / %2 MB").arg(megabytes(totals.payloadBytes), countText(kMaxBytes / 1'000'000)),
                      tr("Data at the playhead, and how much one execution may hold on AWS"));
    m_bytes->setLevel(quotaLevel(totals.payloadBytes, kMaxBytes));
}

void StatusLine::showSelection()
{
    const models::Selection& selection = m_session.selection();
    if (!m_session.isOpen() || !selection.operation.valid()) {
        m_selection->setWords({});
        return;
    }
    const history::OperationState state = m_session.stateAt().state(selection.operation);
    if (state.status == core::OperationStatus::NotStarted) {
        m_selection->setWords(tr("selection: not reached"), tr("The selected operation has not begun at the playhead"));
        return;
    }
    const core::Duration length = state.end.value_or(m_session.now()) - state.start;
    m_selection->setWords(tr("selection: %1").arg(models::durationText(length)),
                          state.end ? tr("How long the selected operation took")
                                    : tr("How long the selected operation has been going on"));
}

void StatusLine::showZone()
{
    if (!m_session.isOpen()) {
        m_zone->setWords({});
        return;
    }
    const auto display = TimeDisplayChoice::instance().display();
    const QString zone =
        display == models::TimeDisplay::SinceStart ? tr("since start") : models::zoneText(display, m_session.now());
    m_zone->setWords(zone, tr("<p><b>How times are shown</b></p><p>UTC, local time or since the start of the "
                              "execution. Click to change it.</p>"));
    showCursor();
}

QStringList StatusLine::shownTexts() const
{
    QStringList texts;
    for (const StatusItem* item : findChildren<StatusItem*>()) {
        if (!item->isHidden())
            texts.append(item->text());
    }
    return texts;
}

void StatusLine::paintEvent(QPaintEvent*)
{
    const Palette& p = Theme::instance().palette();
    QPainter painter(this);
    painter.fillRect(rect(), p.panel);
    painter.fillRect(QRect(0, 0, width(), 1), p.line);
}

} // namespace durascope::ui
