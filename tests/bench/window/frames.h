// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace durascope::bench {

/// P10, its second half, and P11: what one gesture and the paint that follows it cost, in the whole window. Prints p50
/// and p95 a gesture and workload.
void measureFrames();

} // namespace durascope::bench
