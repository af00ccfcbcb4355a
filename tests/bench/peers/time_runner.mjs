// SPDX-License-Identifier: GPL-3.0-or-later
// time_runner.mjs WORKFLOW COUNT skip|real: the seconds that LocalDurableTestRunner needs for one execution of it.
import { withDurableExecution } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { workflows } from './workflows.mjs';

const [name, count, time] = process.argv.slice(2);
const now = process.hrtime.bigint; // before the runner puts its own timers in place of Node's
await LocalDurableTestRunner.setupTestEnvironment({ skipTime: time === 'skip' });
const runner = new LocalDurableTestRunner({ handlerFunction: withDurableExecution(workflows[name](Number(count))) });
const begin = now();
const execution = await runner.run({ payload: {} });
const seconds = Number(now() - begin) / 1e9;
if (execution.getStatus() !== 'SUCCEEDED' || execution.getResult() !== Number(count))
    throw new Error(`${name} ended as ${execution.getStatus()}`);
console.log(seconds.toFixed(6));
await LocalDurableTestRunner.teardownTestEnvironment();
process.exit(0);
