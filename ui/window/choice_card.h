// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/visual_state.h"
#include "ui/theme/glyphs.h"

#include <QAbstractButton>

#include <optional>
#include <variant>

class QToolButton;

namespace durascope::ui {

/// Something that can be opened: a sign, a title, a sentence, and a word or two at the right. Pressed as a button;
/// Delete or the cross takes it from its list where that is allowed.
class ChoiceCard : public QAbstractButton
{
    Q_OBJECT

public:
    using Sign = std::variant<ActionGlyph, models::VisualState>;

    ChoiceCard(const QString& title, const QString& sentence, QWidget* parent = nullptr);

    void setSign(Sign sign);
    void setMeta(const QString& meta);
    /// Greyed: what it stands for is not there any more.
    void setMissing(bool missing);
    void setRemovable(bool removable);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void removed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] QFont titleFont() const;
    [[nodiscard]] QRect sentenceRect(int width) const;
    void paintSign(QPainter& painter) const;

    QString m_sentence;
    QString m_meta;
    Sign m_sign = ActionGlyph::Open;
    bool m_missing = false;
    QToolButton* m_remove = nullptr;
};

} // namespace durascope::ui
