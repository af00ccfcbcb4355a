// SPDX-License-Identifier: GPL-3.0-or-later
// The workflows of ../workflows.cpp for the JavaScript SDK, by name: (count) => handler.
import { createRetryStrategy, JitterStrategy } from '@aws/durable-execution-sdk-js';

const result = 'x'.repeat(88);
const threeAttempts = createRetryStrategy({
    maxAttempts: 3,
    initialDelay: { seconds: 1 },
    backoffRate: 1,
    jitter: JitterStrategy.NONE,
});

// Outlives the invocations: the SDK tells a step's body nothing about its attempt.
const attemptsOf = new Map();

function nest(context, depth) {
    if (depth === 0) return context.step(async () => 1);
    return context.runInChildContext((inner) => nest(inner, depth - 1));
}

export const workflows = {
    steps: (count) => async (event, context) => {
        for (let i = 0; i < count; ++i) await context.step(async () => result);
        return count;
    },
    waits: (count) => async (event, context) => {
        for (let i = 0; i < count; ++i) await context.wait({ seconds: 1 });
        return count;
    },
    retries: (count) => async (event, context) => {
        for (let i = 0; i < count; ++i) {
            await context.step(`step-${i}`, async () => {
                attemptsOf.set(i, (attemptsOf.get(i) ?? 0) + 1);
                if (attemptsOf.get(i) < 3) throw new Error('not yet');
                return 1;
            }, { retryStrategy: threeAttempts });
        }
        return count;
    },
    map: (count) => async (event, context) => {
        const numbers = Array.from({ length: count }, (_, i) => i);
        const made = await context.map(numbers, (branch, number) => branch.step(async () => number));
        if (made.successCount !== count) throw new Error('an item failed');
        return count;
    },
    nested: (count) => async (event, context) => {
        for (let i = 0; i < count; ++i) await nest(context, 10);
        return count;
    },
};
