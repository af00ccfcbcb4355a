// SPDX-License-Identifier: Apache-2.0
#include "engine/history/state_at.h"
