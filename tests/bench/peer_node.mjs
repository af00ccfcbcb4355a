// SPDX-License-Identifier: GPL-3.0-or-later
// peer_node.mjs FILE: the milliseconds Node needs to read the file, parse it and build a Map from operation id to its
// events; prints "none" when it cannot (a string longer than its engine allows).
import { readFileSync } from 'node:fs';

const begin = process.hrtime.bigint();
let operations;
try {
    const { Events } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
    operations = new Map();
    for (const event of Events) {
        const operation = operations.get(event.Id);
        if (operation) operation.push(event);
        else operations.set(event.Id, [event]);
    }
} catch (error) {
    if (error.code !== 'ERR_STRING_TOO_LONG') throw error;
}
const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
console.log(operations ? milliseconds.toFixed(3) : 'none');
