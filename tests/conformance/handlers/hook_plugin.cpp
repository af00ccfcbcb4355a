// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/hook_plugin.h"

#include <memory>

namespace durascope::conformance {

void Printer::operator()(const std::string& hook, json fields) const
{
    json record{{"plugin", m_plugin}, {"hook", hook}, {"durableExecutionArn", m_arn}};
    record.update(fields);
    m_print(record.dump());
}

HandlerFactory withPlugin(durable::Handler handler, Hooks hooks)
{
    return [handler = std::move(handler), hooks = std::move(hooks)](const Environment& environment) {
        return durable::Function{handler, {std::make_shared<HookPlugin>(environment, "CONFPLUGIN", hooks)}};
    };
}

json greetingStep(const json& event, durable::Context& context)
{
    return context.step([&event] { return greeting(event); });
}

json twoSecondWait(const json&, durable::Context& context)
{
    context.wait(std::chrono::seconds(2));
    return nullptr;
}

} // namespace durascope::conformance
