// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/samples/recorder.h"

#include "app/durable/event_feed.h"
#include "app/durable/outside_world.h"
#include "app/durable/run_driver.h"
#include "engine/core/time.h"
#include "engine/host/engine.h"
#include "engine/service/event.h"

#include "packaging/samples/recorded_host.h"

namespace durascope::packaging {

namespace {

host::FunctionConfig configOf(std::string_view name)
{
    host::FunctionConfig config;
    config.name = name;
    config.version = "7";
    return config;
}

void addFunctions(host::Engine& engine, const samples::Sample& sample, const samples::Environment& environment,
                  Pace& pace, host::Engine* const& pointer)
{
    const auto add = [&](std::string_view name, durable::Handler handler) {
        engine.addFunction(configOf(name), recordedHost(host::cppHost({std::move(handler), {}, {}}), pace, pointer));
    };
    add(sample.name, sample.make(environment));
    for (const samples::Target& target : sample.targets) {
        if (target.durable != nullptr) {
            add(target.name, target.durable(environment));
            continue;
        }
        engine.addPlainFunction(configOf(target.name), [&engine, &pace, target](const core::Payload& payload) {
            engine.advance(pace.between(180, 320));
            return host::plainFunction(target.plain)(payload);
        });
    }
}

} // namespace

core::Result<std::string> record(const Recording& recording)
{
    const core::Place place{std::string(recording.file)};
    const samples::Sample* const sample = samples::find(recording.sample);
    const auto start = core::parseIsoTime(recording.start);
    if (sample == nullptr || !start)
        return core::fail(core::ErrorCode::NotFound, "there is no such sample, or no such time", place);

    Pace pace(recording.seed);
    host::Engine* pointer = nullptr;
    const samples::Environment environment{
        [&](std::chrono::milliseconds time) { pointer->advance(pace.about(time)); },
        [&] { return pointer->now(); },
    };
    host::EngineOptions options;
    options.time = host::TimeMode::Manual;
    options.startTime = start->time;
    options.seed = recording.seed;
    options.region = "eu-central-1";
    options.logSink = [](const durable::LogRecord&) {};
    host::Engine engine(std::move(options));
    pointer = &engine;
    addFunctions(engine, *sample, environment, pace, pointer);

    app::EventFeed feed(engine, app::EventFeed::When::Asked);
    app::OutsideWorld world(engine, app::answersOf(*sample, {}));
    feed.add([&world](const std::string& arn, const service::Event& event) { world.note(arn, event); });
    host::StartRequest request;
    request.function = std::string(sample->name) + ":7";
    request.input = core::payload(std::string(sample->input));
    request.executionName = recording.executionName;
    request.executionTimeout = 7 * 86'400;
    const auto arn = engine.start(request);
    if (!arn)
        return core::fail(core::ErrorCode::Usage, "the run cannot begin: " + arn.error().message, place);
    if (app::RunDriver(engine, feed, world, {}).run(*arn) != app::RunEnd::Ended)
        return core::fail(core::ErrorCode::Usage, "the run does not end by itself", place);
    return service::historyJson(engine.events(*arn)) + "\n";
}

} // namespace durascope::packaging
