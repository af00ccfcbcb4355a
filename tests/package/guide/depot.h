// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// What the workflow talks to. Yours will send requests; this one only pretends.
namespace depot {

/// Fails now and then.
std::string reserveBicycle(const std::string& model, unsigned attempt);
void askForPickup(const std::string& bicycle, const std::string& callbackId);
void sendReminder(const std::string& bicycle);

} // namespace depot
