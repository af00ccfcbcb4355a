// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/timeline/timeline_geometry.h"

#include <memory>

namespace durascope::test {

/// A session and an axis over a log, and the geometry of what a timeline of that size would show of it.
class SceneMaker
{
public:
    SceneMaker(std::shared_ptr<const history::EventLog> log, models::AxisMode mode, QSizeF size,
               std::vector<std::size_t> expanded = {})
        : m_size(size)
    {
        models::Document document;
        document.analysis = std::make_shared<const history::Analysis>(log);
        document.log = std::move(log);
        session.setDocument(document);
        axis = models::TimeAxis(models::divideTime(session.log(), session.analysis()), mode, size.width(),
                                std::move(expanded));
    }

    [[nodiscard]] models::TimelineGeometry geometry() const
    {
        models::TimelineScene scene;
        scene.log = &session.log();
        scene.analysis = &session.analysis();
        scene.rows = session.rows();
        scene.axis = &axis;
        scene.state.emplace(session.stateAt());
        scene.size = m_size;
        scene.scrollX = scrollX;
        scene.scrollY = scrollY;
        return models::TimelineGeometry(scene);
    }

    models::Session session;
    models::TimeAxis axis;
    double scrollX = 0;
    qint64 scrollY = 0;

private:
    QSizeF m_size;
};

} // namespace durascope::test
