// SPDX-License-Identifier: Apache-2.0
// Functions written in C++ in this process: durable ones over the SDK, plain ones over JSON.
#include "engine/host/engine.h"
#include "engine/sdk/error.h"
#include "engine/sdk/serdes.h"

namespace durascope::host {
namespace {

class CppHost final : public FunctionHost
{
public:
    explicit CppHost(durable::Function function)
        : m_function(std::move(function))
    {
    }
    core::InvocationOutcome invoke(const core::InvocationEvent& event, durable::DurableClient& client,
                                   const durable::RunOptions& options) override
    {
        return durable::runInvocation(m_function, event, client, options);
    }

private:
    const durable::Function m_function;
};

} // namespace

std::shared_ptr<FunctionHost> cppHost(durable::Function function)
{
    return std::make_shared<CppHost>(std::move(function));
}

PlainFunction plainFunction(std::function<durable::json(const durable::json&)> body)
{
    return [body = std::move(body)](const Payload& payload) -> service::InvokeOutcome {
        using Kind = service::InvokeOutcome::Kind;
        try {
            const durable::json input = payload ? durable::json::parse(*payload) : durable::json::object();
            return {Kind::Succeeded, core::payload(body(input).dump()), {}};
        } catch (...) {
            return {Kind::Failed, {}, core::errorRef(durable::currentErrorObject())};
        }
    };
}

} // namespace durascope::host
