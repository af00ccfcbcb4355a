// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/testing/local_test_runner.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace durable::testing {

/// How a test names an operation. Looked up anew at every question, because runs go on.
struct OperationUnderTest::Locator
{
    std::string id;   ///< by id; else
    std::string name; ///< the n-th of that name; else
    std::optional<std::size_t> index;
    std::size_t nth = 0;

    /// Null: there is none (yet). `operations` as the run has them, without the execution.
    [[nodiscard]] durascope::core::OperationRef
    find(const std::vector<durascope::core::OperationRef>& operations) const;
    /// "operation create-order"
    [[nodiscard]] std::string words() const;
};

} // namespace durable::testing
