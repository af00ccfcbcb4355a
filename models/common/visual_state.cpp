// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/common/visual_state.h"
