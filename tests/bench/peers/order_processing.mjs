// SPDX-License-Identifier: GPL-3.0-or-later
// The sample order-processing for the JavaScript SDK: a step, five minutes, a step.
import { withDurableExecution } from '@aws/durable-execution-sdk-js';

export const handler = withDurableExecution(async (event, context) => {
    const order = await context.step('create-order', async () => ({ id: 'order-nora', items: 3, total: 102 }));
    await context.wait('time-to-change-mind', { minutes: 5 });
    const message = await context.step('send-notification', async (step) => {
        step.logger.info('sending the confirmation', { order: order.id });
        return `confirmed-${order.id}`;
    });
    return { orderId: order.id, status: 'completed', message };
});
