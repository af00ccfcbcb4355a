// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace durable::detail {

/// Runs the task on a thread that has nothing else to do, made when there is none. Threads are kept for the next tasks
/// until the process ends: an invocation would otherwise pay for them again and again. Thread safe; the task must not
/// throw.
void runOnWorker(std::function<void()> task);

} // namespace durable::detail
