// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <engine/sdk/durable.h>

durable::json lendBicycle(const durable::json& request, durable::Context& context);
