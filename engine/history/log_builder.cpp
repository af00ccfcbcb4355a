// SPDX-License-Identifier: Apache-2.0
#include "engine/history/log_builder.h"
