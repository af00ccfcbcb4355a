// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/payload/payload_text.h"
#include "models/payload/worker.h"

#include <QPlainTextEdit>
#include <QWidget>

class QLabel;
class QPushButton;

namespace durascope::ui {

/// Read-only text whose long lines are broken where they are shown, not where they are copied: one line of a megabyte
/// would take a text widget seconds to lay out.
class LongLineEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    static constexpr qsizetype kMaxLine = 2'000;

    explicit LongLineEdit(QWidget* parent = nullptr);
    void appendPiece(const QString& text);

protected:
    [[nodiscard]] QMimeData* createMimeDataFromSelection() const override;
};

/// A payload as text: its first megabyte, and more, all of it to the clipboard or a file on demand.
class PayloadTextView : public QWidget
{
    Q_OBJECT

public:
    explicit PayloadTextView(QWidget* parent = nullptr);

    void setContent(models::PayloadContentPtr content, models::TextForm form);
    [[nodiscard]] LongLineEdit* edit() const { return m_edit; }
    [[nodiscard]] QPushButton* moreButton() const { return m_more; }

public Q_SLOTS:
    void showMore();
    void copyAll();
    void saveAs();
    void writeTo(const QString& path);

private:
    void showBar(const QString& note);

    LongLineEdit* m_edit;
    QWidget* m_bar;
    QLabel* m_note;
    QPushButton* m_more;
    models::PayloadContentPtr m_content;
    models::TextForm m_form = models::TextForm::Pretty;
    models::PayloadText m_text;
    models::Worker m_worker;
};

} // namespace durascope::ui
