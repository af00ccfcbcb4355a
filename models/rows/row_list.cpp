// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rows/row_list.h"
