// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace durascope::ui {

/// Says what kind of execution is looked at, so that a recording is never taken for a run: a grey RECORDED.
class ModeChip : public QWidget
{
    Q_OBJECT

public:
    enum class Size { Normal, Small };

    explicit ModeChip(Size size, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont chipFont() const;

    Size m_size;
    QString m_text;
};

} // namespace durascope::ui
