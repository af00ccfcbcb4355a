// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/paint_context.h"

namespace durascope::ui {

/// Where the parts of a row of the tree are, in the coordinates of the tree's column.
class TreeLayout
{
public:
    TreeLayout(double width, double rowHeight, const TimelineFonts& fonts);

    [[nodiscard]] QRectF disclosure(double rowTop, std::uint32_t depth) const;
    [[nodiscard]] QRectF kindSign(double rowTop, std::uint32_t depth) const;
    [[nodiscard]] QRectF stateSign(double rowTop) const;
    [[nodiscard]] QRectF duration(double rowTop) const;
    /// Left edge of the label, and the right edge of what stands between it and the state's sign.
    [[nodiscard]] double labelLeft(std::uint32_t depth) const;
    [[nodiscard]] double labelRight() const;

private:
    [[nodiscard]] double indent(std::uint32_t depth) const;

    double m_width;
    double m_rowHeight;
    double m_durationWidth;
};

void paintTree(const PaintContext& context, const TreeLayout& layout);
/// The head of the tree: what its columns are, and how many invocations the track beside it shows.
void paintTreeHeader(const PaintContext& context, const TreeLayout& layout);

} // namespace durascope::ui
