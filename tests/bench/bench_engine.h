// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace durascope::bench {

// The subjects of bench_engine, each in a file of its own.
void registerSteps();     ///< P2 and P3
void registerReplay();    ///< P4
void registerWorkflows(); ///< P5

} // namespace durascope::bench
