// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Everything that workflow code needs: include this one.
#include "engine/sdk/batch.h"
#include "engine/sdk/context.h"
#include "engine/sdk/error.h"
#include "engine/sdk/function.h"
#include "engine/sdk/logger.h"
#include "engine/sdk/options.h"
#include "engine/sdk/plugin.h"
#include "engine/sdk/retry.h"
#include "engine/sdk/serdes.h"
#include "engine/sdk/step_context.h"
#include "engine/sdk/wait_strategy.h"
