// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/operation_locator.h"

namespace durable::testing {

using durascope::core::OperationRef;

OperationRef OperationUnderTest::Locator::find(const std::vector<OperationRef>& operations) const
{
    if (index)
        return *index < operations.size() ? operations[*index] : nullptr;
    std::size_t skip = nth;
    for (const OperationRef& operation : operations) {
        if (id.empty() ? operation->name() == name && skip-- == 0 : operation->id() == id)
            return operation;
    }
    return nullptr;
}

std::string OperationUnderTest::Locator::words() const
{
    if (index)
        return "operation at " + std::to_string(*index);
    if (!id.empty())
        return "operation with id " + id;
    return "operation " + name + (nth == 0 ? "" : " (" + std::to_string(nth + 1) + ". of that name)");
}

} // namespace durable::testing
