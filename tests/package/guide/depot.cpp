// SPDX-License-Identifier: GPL-3.0-or-later
#include "depot.h"

#include <stdexcept>

namespace depot {

std::string reserveBicycle(const std::string& model, unsigned attempt)
{
    if (attempt == 1)
        throw std::runtime_error("the depot does not answer");
    return model + "-17";
}

void askForPickup(const std::string&, const std::string&) {}

void sendReminder(const std::string&) {}

} // namespace depot
