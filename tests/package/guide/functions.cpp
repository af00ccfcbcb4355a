// SPDX-License-Identifier: GPL-3.0-or-later
#include "lend.h"

DURABLE_FUNCTION(lend, lendBicycle);
