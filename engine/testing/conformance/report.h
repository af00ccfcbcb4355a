// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::conformance {

/// Skipped: nobody implements it, or it is optional and failed (conformance section 8).
enum class Status : std::uint8_t { Passed, Failed, Skipped };
[[nodiscard]] std::string_view toText(Status status); ///< "passed", "failed", "skipped"

struct RequirementResult
{
    std::string id;
    std::string suite;
    Status status = Status::Passed;
    std::vector<std::string> messages; ///< what was different, or why it was skipped

    [[nodiscard]] std::string message() const; ///< in one line; empty: nothing to say
};

struct Report
{
    std::vector<RequirementResult> results;

    [[nodiscard]] std::size_t count(Status status) const;
    [[nodiscard]] bool succeeded() const { return count(Status::Failed) == 0; }
};

/// A line a requirement that did not pass, a line a suite, and the sum.
[[nodiscard]] std::string reportText(const Report& report);
/// {"total","passed","failed","skipped","requirements":[{"id","suite","status","message"?}]}
[[nodiscard]] std::string reportJson(const Report& report);
/// JUnit XML: one test case a requirement, class name `cpp.<suite>`.
[[nodiscard]] std::string reportJunit(const Report& report);

} // namespace durascope::conformance
