// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/document.h"
#include "models/timeline/band_layout.h"
#include "models/timeline/time_axis.h"

#include <QVariantMap>

#include <optional>

namespace durascope::ui {

/// Which part of an execution's time the timeline column shows: axis, zoom and horizontal scroll. Knows no widget.
class TimelineCamera
{
public:
    void setDocument(const models::Document& document);
    [[nodiscard]] bool isEmpty() const { return m_axis.isEmpty(); }

    void resize(double width);
    [[nodiscard]] double width() const { return m_width; }
    [[nodiscard]] const models::TimeAxis& axis() const { return m_axis; }
    [[nodiscard]] models::AxisMode mode() const { return m_mode; }
    void setMode(models::AxisMode mode);

    [[nodiscard]] double scrollX() const { return m_scrollX; }
    [[nodiscard]] double maximumScrollX() const;
    void setScrollX(double x);
    /// The instant under `x` of the view stays there.
    void zoomAround(double x, double factor);
    void centreOn(core::Timestamp time);
    /// The range fills nine tenths of the view, as far as its breaks allow.
    void fit(core::Timestamp from, core::Timestamp to);
    void showAll();
    /// Scrolls as little as possible.
    void reveal(core::Timestamp time);
    [[nodiscard]] bool shows(core::Timestamp time) const;

    [[nodiscard]] double xOf(core::Timestamp time) const { return m_axis.xOf(time) - m_scrollX; }
    [[nodiscard]] core::Timestamp timeAt(double x) const { return m_axis.timeAt(x + m_scrollX); }

    // --- breaks
    [[nodiscard]] bool isExpanded(std::size_t stretch) const;
    void setExpanded(std::size_t stretch, bool expanded);
    void setAllExpanded(bool expanded);
    /// Where on the way from the axis before the last change to the one after it: 0 … 1. `x` of the view keeps the
    /// instant it had before.
    void setTransition(const models::TimeAxis& from, double share, core::Timestamp anchor, double x);

    [[nodiscard]] QVariantMap state() const;
    void restore(const QVariantMap& state);

private:
    void rebuild();
    void rebuildAround(double x);

    models::AxisStretches m_stretches;
    models::AxisMode m_mode = models::AxisMode::Compressed;
    models::TimeAxis m_target; ///< the axis, or what it moves towards
    models::TimeAxis m_axis;
    std::vector<std::size_t> m_expanded; ///< ascending
    double m_width = 0;
    double m_zoom = 1;
    double m_scrollX = 0;
};

} // namespace durascope::ui
