// SPDX-License-Identifier: Apache-2.0
#include "engine/samples/workflows.h"

#include <string>
#include <vector>

// The same work for many items, ten at a time. Some fail: a few attempts may mend that, a broken image never will. Up
// to five per cent of failures are tolerated; they are part of the result and no error of the whole.

namespace durascope::samples {

using namespace std::chrono_literals;

namespace {

enum class Trouble : std::uint8_t { None, Slow, VerySlow, Corrupt };

/// The images that make trouble, by their place in the catalogue.
Trouble troubleOf(std::size_t image)
{
    switch (image) {
    case 36:
        return Trouble::Corrupt;
    case 64:
    case 151:
        return Trouble::Slow;
    case 117:
    case 196:
        return Trouble::VerySlow;
    default:
        return Trouble::None;
    }
}

json resize(const Environment& environment, const std::string& sku, std::size_t image, std::uint32_t attempt)
{
    const Trouble trouble = troubleOf(image);
    if (trouble == Trouble::VerySlow || (trouble == Trouble::Slow && attempt == 1)) {
        spend(environment, 300ms);
        throw durable::ApplicationError("FetchTimeoutError", "GET https://images.example.com/originals/" + sku +
                                                                 ": no answer within 300 ms");
    }
    spend(environment, 60ms + 4ms * ((image * 7919) % 31)); // as different as real images are
    if (trouble == Trouble::Corrupt)
        throw durable::ApplicationError("ImageFormatError", sku + " is no image of a known format");
    return {{"sku", sku}, {"widths", {320, 640, 1280}}, {"bytes", 180'000 + (image * 104'729) % 240'000}};
}

durable::Handler make(const Environment& environment)
{
    return [environment](const json& input, durable::Context& context) -> json {
        const auto images = context.step("list-images", [&] {
            spend(environment, 370ms);
            std::vector<std::string> skus;
            for (std::size_t i = 0; i < input.value("images", std::size_t{200}); ++i)
                skus.push_back("BK-" + std::to_string(1040 + 7 * i));
            return skus;
        });

        durable::BatchOptions<json> options;
        options.maxConcurrency = 10;
        options.completion.toleratedFailurePercentage = 5;
        options.itemNamer = [&](std::size_t index) { return "resize " + images[index]; };
        const durable::RetryStrategy whenSlow =
            durable::retry::exponential({.maxAttempts = 3,
                                         .initialDelay = 2s,
                                         .rate = 2.5,
                                         .jitter = durable::Jitter::None,
                                         .filter = {.errorTypes = {"FetchTimeoutError"}, .messageFragments = {}}});
        const auto resized = context.map(
            "resize-images", images,
            [&](durable::Context& item, const std::string& sku, std::size_t index) {
                return item.step(
                    "resize-image",
                    [&](durable::StepContext& step) { return resize(environment, sku, index, step.attempt()); },
                    // An image that brings the process down would do so again: what was interrupted is not repeated.
                    {.retry = whenSlow, .semantics = durable::StepSemantics::AtMostOncePerRetry});
            },
            options);

        std::vector<std::string> failed;
        for (const auto& item : resized.failed())
            failed.push_back(images[item.index]);
        context.step("publish-report", [&] { spend(environment, 240ms); });
        return {{"resized", resized.successCount()}, {"failed", failed}};
    };
}

} // namespace

constinit const Sample kImagePipeline{
    .name = "image-pipeline",
    .title = "A map of 200 items",
    .sentence = "Ten images at a time are resized and three of 200 fail: go from failure to failure and see why the "
                "function had to be called again.",
    .input = R"({"catalogue":"spring","images":200})",
    .make = make,
    .lookAt = "resize BK-1292",
};

} // namespace durascope::samples
