// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/payload/payload_model.h"
#include "models/payload/payload_reader.h"
#include "models/payload/worker.h"

#include <QWidget>

#include <functional>
#include <string>

class QLabel;
class QStackedLayout;
class QToolButton;

namespace durascope::ui {

class ElidedLabel;
class PayloadTextView;
class PayloadTree;

/// One payload as a tree or as text, with what there is to say about it: truncated, not downloaded, no value, being
/// read. Which of the two forms is shown is remembered.
class PayloadView : public QWidget
{
    Q_OBJECT

public:
    explicit PayloadView(const QString& name, QWidget* parent = nullptr);

    void showPayload(const std::shared_ptr<const history::EventLog>& log, core::EventIndex event);
    void showText(std::string text);
    void clear();

    [[nodiscard]] const models::PayloadReader& reader() const { return m_reader; }
    [[nodiscard]] models::PayloadModel& model() { return m_model; }
    [[nodiscard]] PayloadTree* tree() const { return m_tree; }
    [[nodiscard]] PayloadTextView* textView() const { return m_text; }
    [[nodiscard]] QString message() const; ///< what is shown instead of a payload; empty when one is shown

public Q_SLOTS:
    void showAsTree();
    void showAsText();
    void copyValue(const QModelIndex& index);
    /// As it was written; indented while the text is shown that way.
    void copyAll();

private:
    void copy(std::size_t bytes, const std::function<std::string()>& make);
    [[nodiscard]] QWidget* makeToolBar();
    void contentChanged();
    void showChosenForm();
    [[nodiscard]] QString messageFor(models::PayloadStatus status) const;
    [[nodiscard]] QString summary() const;

    models::PayloadReader m_reader;
    models::PayloadModel m_model;
    models::Worker m_copier;
    bool m_wantsTree = true;
    QToolButton* m_treeButton;
    QToolButton* m_textButton;
    QToolButton* m_rawButton;
    QLabel* m_summary;
    QLabel* m_banner;
    QLabel* m_message;
    PayloadTree* m_tree;
    PayloadTextView* m_text;
    ElidedLabel* m_path;
    QWidget* m_toolBar;
    QStackedLayout* m_stack;
};

} // namespace durascope::ui
