// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/store/store_testing.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace durascope::store::testing {
namespace {

using core::EventType;

core::IdentityRef executionIdentity(const std::string& name)
{
    return std::make_shared<const core::OperationIdentity>(
        core::OperationIdentity{"id-of-" + name, {}, name, {}, core::OperationType::Execution});
}

core::IdentityRef identity(const std::string& id, core::OperationType type)
{
    return std::make_shared<const core::OperationIdentity>(
        core::OperationIdentity{id, "parent", "name of " + id, "SubType", type});
}

bool isError(EventType type)
{
    const core::OperationStatus status = core::statusAfter(type);
    return core::isFailure(status) || status == core::OperationStatus::Cancelled;
}

/// The members that only this type has.
void fillDetails(service::Event& event)
{
    switch (event.type) {
    case EventType::ExecutionStarted:
        event.payload = core::payload(std::string("{\"in\":\"Grüße \\\"\\n\"}"));
        event.timeout = 31'622'400;
        break;
    case EventType::WaitStarted:
        event.duration = 300;
        event.scheduledEnd = event.time + std::chrono::seconds(300);
        break;
    case EventType::WaitSucceeded:
        event.duration = 300;
        break;
    case EventType::StepFailed:
        event.nextAttemptDelay = 5;
        event.currentAttempt = 1;
        break;
    case EventType::StepSucceeded:
        event.currentAttempt = 2;
        break;
    case EventType::CallbackStarted:
        event.callbackId = "callback-id";
        event.timeout = 60;
        event.heartbeatTimeout = 10;
        break;
    case EventType::ChainedInvokeStarted:
        event.functionName = "other";
        event.tenantId = "tenant";
        event.payload = core::payload(std::string("[1]"));
        event.hasInput = true;
        event.executedVersion = "7";
        event.durableExecutionArn = arnOf("child");
        break;
    case EventType::InvocationCompleted:
        event.who = nullptr;
        event.requestId = "request";
        event.invocationStart = event.time;
        event.invocationEnd = event.time + std::chrono::milliseconds(3);
        break;
    default:
        break;
    }
}

} // namespace

std::string arnOf(const std::string& name)
{
    return "arn:aws:lambda:eu-west-1:123456789012:function:orders:1/durable-execution/" + name + "/id-of-" + name;
}

service::Event startEvent(const std::string& name, Timestamp time)
{
    service::Event event;
    event.type = EventType::ExecutionStarted;
    event.eventId = 1;
    event.time = time;
    event.who = executionIdentity(name);
    event.payload = core::payload(std::string("{}"));
    event.timeout = 60;
    return event;
}

service::Event stepEvent(std::int64_t eventId, std::size_t payload)
{
    service::Event event;
    event.type = eventId % 2 == 1 ? EventType::StepSucceeded : EventType::StepStarted;
    event.eventId = eventId;
    event.time = Timestamp{1'700'000'000'000'000 + eventId * 1'000};
    event.who = identity("step-" + std::to_string(eventId / 2), core::OperationType::Step);
    if (event.type == EventType::StepSucceeded) {
        event.payload = core::payload(std::string(payload, 'r'));
        event.currentAttempt = 1;
    }
    return event;
}

service::Event endEvent(std::int64_t eventId, EventType type, Timestamp time)
{
    service::Event event;
    event.type = type;
    event.eventId = eventId;
    event.time = time;
    event.who = executionIdentity("any");
    if (type == EventType::ExecutionSucceeded)
        event.payload = core::payload(std::string("42"));
    else
        event.error = core::errorRef("Error", "it did not work");
    return event;
}

std::vector<service::Event> everyEvent(const std::string& name)
{
    std::vector<service::Event> events;
    for (int i = 0; i < core::kEventTypeCount; ++i) {
        service::Event event;
        event.type = static_cast<EventType>(i);
        event.eventId = i + 1;
        event.time = Timestamp{1'700'000'000'123'000 + i * 1'001'000};
        const core::OperationType type = core::operationTypeOf(event.type);
        event.who = type == core::OperationType::Execution ? executionIdentity(name)
                                                           : identity("operation-" + std::to_string(i), type);
        if (isError(event.type))
            event.error = core::errorRef(core::ErrorObject{"message", "Type", "{\"data\":1}", {{"one", "two"}}});
        else if (core::statusAfter(event.type) == core::OperationStatus::Succeeded && type != core::OperationType::Wait)
            event.payload = core::payload("result of " + std::to_string(i));
        fillDetails(event);
        events.push_back(std::move(event));
    }
    return events;
}

std::vector<service::Fact> everyFact()
{
    using Kind = service::Fact::Kind;
    return {
        {Kind::ReplayChildren, "context-1", {}, 0, {}},
        {Kind::Heartbeat, "callback-1", Timestamp{1'700'000'000'000'001}, 0, {}},
        {Kind::Depth, {}, {}, 3, {}},
        {Kind::Tenant, {}, {}, 0, "tenant"},
        {Kind::FunctionName, {}, {}, 0, "orders:live"},
        {Kind::InvocationFailures, {}, Timestamp{-5}, 4, "3 1"},
        {Kind::FunctionVersion, {}, {}, 0, "7"},
        {Kind::Ready, "step-1", Timestamp{1'700'000'000'000'002}, 12, {}},
        {Kind::Wanted, {}, Timestamp{1'700'000'000'000'003}, 14, {}},
    };
}

Record record(const std::string& name, std::int64_t events, std::size_t payload)
{
    Record record{arnOf(name), {startEvent(name)}, {}};
    for (std::int64_t id = 2; id <= events; ++id)
        record.events.push_back(stepEvent(id, payload));
    return record;
}

std::unique_ptr<Library> openOrDie(const std::filesystem::path& file, OpenOptions options)
{
    auto library = Library::open(file, options);
    if (!library) {
        std::fprintf(stderr, "%s\n", library.error().text().c_str());
        std::abort();
    }
    return std::move(*library);
}

bool store(Library& library, Record record)
{
    const auto done = library.commit(library.write(std::move(record)));
    if (!done)
        std::fprintf(stderr, "%s\n", done.error().text().c_str());
    return done.has_value();
}

std::string bytesOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void writeBytes(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::vector<std::string> namesIn(const std::filesystem::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

} // namespace durascope::store::testing
