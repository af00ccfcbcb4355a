// SPDX-License-Identifier: Apache-2.0
#include "engine/samples/workflows.h"

#include <algorithm>
#include <array>

namespace durascope::samples {

std::span<const Sample* const> all()
{
    static constexpr std::array kAll = {&kOrderProcessing, &kApiOrchestration, &kApproval, &kBrokenCallback, &kSaga,
                                        &kDailyReport,     &kEventDriven,      &kNested,   &kImagePipeline};
    return kAll;
}

const Sample* find(std::string_view name)
{
    const auto samples = all();
    const auto found = std::ranges::find(samples, name, &Sample::name);
    return found == samples.end() ? nullptr : *found;
}

} // namespace durascope::samples
