// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/engine.h"

#include <chrono>
#include <cstdint>
#include <memory>

namespace durascope::packaging {

/// How long things take in a recorded run: about what one sees on AWS, the same at every recording.
class Pace
{
public:
    explicit Pace(std::uint64_t seed)
        : m_state(seed)
    {
    }
    /// Whole milliseconds, both ends included.
    [[nodiscard]] std::chrono::milliseconds between(int least, int most);
    /// A tenth more or less.
    [[nodiscard]] std::chrono::milliseconds about(std::chrono::milliseconds time);

private:
    std::uint64_t m_state;
};

/// Runs a function as the host inside does, in an invocation that needs time to begin and to end, and whose checkpoints
/// take their time, too. Every answer has to be waited for, so branches take turns where they store something. `engine`
/// is read when the host is called.
[[nodiscard]] std::shared_ptr<host::FunctionHost> recordedHost(std::shared_ptr<host::FunctionHost> inside, Pace& pace,
                                                               host::Engine* const& engine);

} // namespace durascope::packaging
