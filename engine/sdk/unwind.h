// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace durable::detail {

/// Thrown to leave a branch that can go no further in this invocation. Not a std::exception, so that handlers of errors
/// let it through; a branch that swallows it meets it again at its next durable call.
struct Unwind
{
};

} // namespace durable::detail
