// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/runner.h"

#include "engine/testing/conformance/callback_actions.h"
#include "engine/testing/conformance/discovery.h"
#include "engine/testing/conformance/log_matcher.h"
#include "engine/testing/conformance/matcher.h"
#include "engine/testing/conformance/requirement.h"
#include "engine/testing/conformance/session.h"

#include <string_view>

namespace durascope::conformance {
namespace {

using Errors = std::vector<std::string>;

constexpr const char* kGaveUp = "given up: the execution was invoked again and again";

/// The last of the words the official runner looks for; a stopped execution is not among them.
bool hasEndEvent(const Value& events)
{
    for (const Value& event : events) {
        const auto type = event.find("EventType");
        for (const char* end : {"ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionCancelled"}) {
            if (type != event.end() && *type == end)
                return true;
        }
    }
    return false;
}

Errors checkResult(const Requirement& requirement, const Session& session, const Bindings& bindings)
{
    const core::Payload result = session.result();
    return requirement.checksResult ? matchResult(requirement.expectedResult, session.status(), result.get(), bindings)
                                    : Errors();
}

Errors runSynchronous(const Requirement& requirement, Session& session, Bindings& bindings)
{
    session.run();
    if (session.gaveUp())
        return {kGaveUp};
    if (!session.ended())
        return {"the execution waits for something that never comes"};
    if (requirement.expectedEvents.empty())
        return {"the requirement expects no events"};
    if (Errors errors = matchEvents(requirement.expectedEvents, session.events(), bindings); !errors.empty())
        return errors;
    return checkResult(requirement, session, bindings);
}

CallbackResponder responderOf(std::vector<CallbackAction> actions, Session& session, const Bindings& bindings)
{
    const auto send = [&session, &bindings](const std::string& id, const CallbackAction& action) {
        switch (action.operation) {
        case CallbackAction::Operation::Success:
            return session.engine().succeedCallback(id, successPayload(action, bindings));
        case CallbackAction::Operation::Failure:
            return session.engine().failCallback(id, failureError(action, bindings));
        case CallbackAction::Operation::Heartbeat:
            break;
        }
        return session.engine().heartbeatCallback(id);
    };
    return CallbackResponder(std::move(actions),
                             {[&session](core::Duration duration) { session.sleep(duration); }, send});
}

void append(Errors& errors, const Errors& more)
{
    errors.insert(errors.end(), more.begin(), more.end());
}

Errors runPolling(const Requirement& requirement, Session& session, Bindings& bindings)
{
    core::Result<std::vector<CallbackAction>> actions = readCallbackActions(requirement.callbackActions);
    if (!actions)
        return {actions.error().message};
    CallbackResponder responder = responderOf(std::move(*actions), session, bindings);

    Errors errors;
    Value events;
    std::size_t seen = 0;
    core::Timestamp progress = session.engine().now();
    session.run();
    while (!session.gaveUp()) {
        session.sleep(requirement.pollInterval);
        events = session.events();
        fillInNames(events);
        if (hasEndEvent(events))
            break;
        if (events.size() > seen) {
            seen = events.size();
            progress = session.engine().now();
        } else if (session.engine().now() - progress >= requirement.noProgressTimeout) {
            errors.push_back("no new events for " + core::formatDuration(session.engine().now() - progress));
            break;
        }
        append(errors, responder.answer(events, bindings));
        if (!requirement.checksResult && !requirement.expectedEvents.empty() &&
            matchEvents(requirement.expectedEvents, events, bindings).empty())
            return {};
    }
    if (session.gaveUp())
        errors.push_back(kGaveUp);
    const Errors differences = matchEvents(requirement.expectedEvents, events, bindings);
    append(errors, differences.empty() ? checkResult(requirement, session, bindings) : differences);
    return errors;
}

Errors run(const Requirement& requirement, const HandlerRegistry& registry, const HandlerFactory& factory)
{
    core::Result<Bindings> bindings = resolveVariables(requirement.variables, requirement.id);
    if (!bindings)
        return {bindings.error().message};
    Session session(registry, requirement.id, factory,
                    requirement.asynchronous ? host::TimeMode::Manual : host::TimeMode::Skip);
    if (const auto started = session.start(bindings->substitute(requirement.input)); !started)
        return {"the execution did not start: " + started.error().type + ": " + started.error().message};
    Errors errors = requirement.asynchronous ? runPolling(requirement, session, *bindings)
                                             : runSynchronous(requirement, session, *bindings);
    if (errors.empty())
        errors = matchLogs(requirement.expectedLogs, session.logs(), *bindings);
    return errors;
}

} // namespace

RequirementResult runRequirement(const Requirement& requirement, const HandlerRegistry& registry)
{
    RequirementResult result{requirement.id, requirement.suite, Status::Passed, {}};
    const HandlerFactory* const factory = registry.find(requirement.id);
    if (!factory) {
        result.status = Status::Skipped;
        result.messages = {"there is no handler for it"};
        return result;
    }
    result.messages = run(requirement, registry, *factory);
    if (!result.messages.empty())
        result.status = requirement.optional ? Status::Skipped : Status::Failed;
    if (result.status == Status::Skipped)
        result.messages.insert(result.messages.begin(), "it is optional and failed");
    return result;
}

core::Result<Report> runAll(const std::filesystem::path& directory, const std::vector<std::string>& suites,
                            const HandlerRegistry& registry)
{
    const core::Result<std::vector<RequirementFile>> files = findRequirements(directory, suites);
    if (!files)
        return std::unexpected(files.error());
    Report report;
    for (const RequirementFile& file : *files) {
        const core::Result<Requirement> requirement = readRequirement(file.path, file.suite);
        if (requirement)
            report.results.push_back(runRequirement(*requirement, registry));
        else
            report.results.push_back({file.id, file.suite, Status::Failed, {requirement.error().text()}});
    }
    return report;
}

} // namespace durascope::conformance
