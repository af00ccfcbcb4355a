// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/handlers.h"

namespace durascope::conformance {

void HandlerRegistry::add(std::string id, durable::Handler handler)
{
    addFactory(std::move(id),
               [handler = std::move(handler)](const Environment&) { return durable::Function{handler}; });
}

const HandlerFactory* HandlerRegistry::find(const std::string& id) const
{
    const auto found = m_factories.find(id);
    return found == m_factories.end() ? nullptr : &found->second;
}

} // namespace durascope::conformance
