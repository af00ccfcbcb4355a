// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/testing/local_test_runner.h"

#include <string>

namespace durable::test {

/// create-order, a wait of five minutes (pause), send-notification.
json order(const json& event, Context& context);
/// A callback (approval) whose answer is the result.
json approval(const json& event, Context& context);
/// A waitForCallback (review), its submitter included; the answer is the result.
json review(const json& event, Context& context);
/// A map over the numbers of the event, each with a step and a wait; the sum of the squares.
json fanOut(const json& event, Context& context);
/// Steps with retries, a wait, a child context, a parallel and a condition: whatever can go wrong at a checkpoint.
json everything(const json& event, Context& context);

/// QCOMPARE cannot print JSON.
inline std::string text(const json& value)
{
    return value.dump();
}

} // namespace durable::test
