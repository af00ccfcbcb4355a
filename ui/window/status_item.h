// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/glyphs.h"
#include "ui/window/quota.h"

#include <QAbstractButton>

#include <optional>

namespace durascope::ui {

/// One entry of the status line: words, perhaps a sign before them, on a coloured ground when a limit is near. Those
/// that do something when pressed take the focus, the others do not.
class StatusItem : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Kind { Words, Press };

    explicit StatusItem(Kind kind, QWidget* parent = nullptr);

    /// Empty hides it.
    void setWords(const QString& words, const QString& tooltip = {});
    void setLevel(QuotaLevel level);
    void setGlyph(ActionGlyph glyph);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] QFont wordsFont() const;

    Kind m_kind;
    QuotaLevel m_level = QuotaLevel::Fine;
    std::optional<ActionGlyph> m_glyph;
};

} // namespace durascope::ui
