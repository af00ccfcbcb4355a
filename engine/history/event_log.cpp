// SPDX-License-Identifier: Apache-2.0
#include "engine/history/event_log.h"
