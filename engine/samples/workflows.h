// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/samples/samples.h"

/// The samples themselves, each in a file of its own.
namespace durascope::samples {

extern const Sample kOrderProcessing;
extern const Sample kApproval;
extern const Sample kApiOrchestration;
extern const Sample kSaga;
extern const Sample kDailyReport;
extern const Sample kEventDriven;
extern const Sample kNested;
extern const Sample kImagePipeline;
extern const Sample kBrokenCallback;

/// Lets the time pass that some work takes.
inline void spend(const Environment& environment, std::chrono::milliseconds time)
{
    if (environment.spend)
        environment.spend(time);
}

} // namespace durascope::samples
