// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/testing/conformance/handlers.h"
#include "tests/conformance/handlers/common.h"

#include <functional>
#include <string>

namespace durascope::conformance {

/// Prints records of one plugin, one line of JSON each.
class Printer
{
public:
    Printer(const Environment& environment, std::string plugin)
        : m_print(environment.print)
        , m_plugin(std::move(plugin))
    {
    }
    /// {"plugin", "hook", the fields, "durableExecutionArn"}
    void operator()(const std::string& hook, json fields = json::object()) const;
    void setExecution(const std::string& arn) { m_arn = arn; }

private:
    std::function<void(const std::string&)> m_print;
    std::string m_plugin;
    std::string m_arn;
};

/// What a plugin under test does in its hooks; empty ones do nothing.
struct Hooks
{
    template <typename Info>
    using Hook = std::function<void(const Info&, const Printer&)>;

    Hook<durable::InvocationInfo> invocationStart = {};
    Hook<durable::InvocationInfo> invocationEnd = {};
    Hook<durable::OperationInfo> operationStart = {};
    Hook<durable::OperationInfo> operationEnd = {};
    Hook<durable::AttemptInfo> attemptStart = {};
    Hook<durable::AttemptInfo> attemptEnd = {};
    Hook<durable::ContextFunctionInfo> functionStart = {};
    Hook<durable::ContextFunctionInfo> functionEnd = {};
    Hook<durable::OperationChangeInfo> operationChange = {};
};

/// A plugin made of functions. Remembers the ARN it is told at the start of an invocation and writes it into every
/// record.
class HookPlugin final : public durable::Plugin
{
public:
    HookPlugin(const Environment& environment, std::string name, Hooks hooks)
        : m_printer(environment, std::move(name))
        , m_hooks(std::move(hooks))
    {
    }
    void onInvocationStart(const durable::InvocationInfo& info) override
    {
        m_printer.setExecution(info.executionArn);
        call(m_hooks.invocationStart, info);
    }
    void onInvocationEnd(const durable::InvocationInfo& info) override { call(m_hooks.invocationEnd, info); }
    void onOperationStart(const durable::OperationInfo& info) override { call(m_hooks.operationStart, info); }
    void onOperationEnd(const durable::OperationInfo& info) override { call(m_hooks.operationEnd, info); }
    void onAttemptStart(const durable::AttemptInfo& info) override { call(m_hooks.attemptStart, info); }
    void onAttemptEnd(const durable::AttemptInfo& info) override { call(m_hooks.attemptEnd, info); }
    void onContextFunctionStart(const durable::ContextFunctionInfo& info) override
    {
        call(m_hooks.functionStart, info);
    }
    void onContextFunctionEnd(const durable::ContextFunctionInfo& info) override { call(m_hooks.functionEnd, info); }
    void onOperationChange(const durable::OperationChangeInfo& info) override { call(m_hooks.operationChange, info); }

private:
    template <typename Info>
    void call(const Hooks::Hook<Info>& hook, const Info& info)
    {
        if (hook)
            hook(info, m_printer);
    }

    Printer m_printer;
    Hooks m_hooks;
};

/// The function of one run, with a plugin called CONFPLUGIN.
[[nodiscard]] HandlerFactory withPlugin(durable::Handler handler, Hooks hooks);

// Handlers that several requirements share.
[[nodiscard]] json greetingStep(const json& event, durable::Context& context);
[[nodiscard]] json twoSecondWait(const json& event, durable::Context& context);

} // namespace durascope::conformance
