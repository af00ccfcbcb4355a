# SPDX-License-Identifier: GPL-3.0-or-later
"""A map of 200 items, ten at a time, with three failures: a small simulation of the branches in one queue of moments."""

import heapq

from recorder import Operation, Recorder

ITEMS = 200
CONCURRENCY = 10
HOUR = 3600

CORRUPT = {
    "ErrorMessage": "Input buffer contains unsupported image format",
    "ErrorType": "ImageFormatError",
    "StackTrace": [
        "ImageFormatError: Input buffer contains unsupported image format",
        "    at resize (file:///var/task/lib/images.mjs:19:9)",
        "    at async file:///var/task/index.mjs:38:16",
    ],
}
SLOW = {
    "ErrorMessage": "GET https://images.example.com/originals: no answer within 3000 ms",
    "ErrorType": "FetchTimeoutError",
    "StackTrace": [
        "FetchTimeoutError: no answer within 3000 ms",
        "    at fetchOriginal (file:///var/task/lib/images.mjs:8:13)",
        "    at async file:///var/task/index.mjs:37:24",
    ],
}

# item: the errors of its attempts; an item that is not listed succeeds at once, one that ends with None succeeds then.
TROUBLE = {36: [CORRUPT], 64: [SLOW, None], 117: [SLOW, SLOW, SLOW], 151: [SLOW, None], 196: [SLOW, SLOW, SLOW]}
DELAYS = [2, 5]


class Branch:
    def __init__(self, recorder, batch, index):
        self.index = index
        self.sku = f"BK-{1040 + 7 * index}"
        path = f"2-{index + 1}"
        self.context = Operation("Context", path, f"resize {self.sku}", "MapIteration", batch)
        self.step = recorder.step(path + "-1", "resize-image", self.context)
        self.attempt = 1
        self.outcome = None

    def error(self):
        errors = TROUBLE.get(self.index, [None])
        return errors[min(self.attempt, len(errors)) - 1]


class Map:
    def __init__(self, recorder):
        self.r = recorder
        self.batch = recorder.context("2", "resize-images", "Map")
        self.queue = []
        self.sequence = 0
        self.branches = [Branch(recorder, self.batch, i) for i in range(ITEMS)]
        self.waiting = list(reversed(self.branches))

    def at(self, moment, action, branch):
        self.sequence += 1
        heapq.heappush(self.queue, (moment, self.sequence, action, branch))

    def begin_next(self):
        if not self.waiting:
            return
        branch = self.waiting.pop()
        self.r.started(branch.context)
        self.begin_attempt(branch)

    def begin_attempt(self, branch):
        self.r.started(branch.step)
        length = 3000 + self.r.between(4, 30) if branch.error() is SLOW else self.r.between(420, 1350)
        self.at(self.r.now + length, "ends", branch)

    def attempt_ends(self, branch):
        error = branch.error()
        if error is None:
            value = {"sku": branch.sku, "widths": [320, 640, 1280], "bytes": self.r.between(180_000, 420_000)}
            self.r.succeeded(branch.step, value, branch.attempt)
            branch.outcome = {"result": value, "index": branch.index, "status": "SUCCEEDED"}
        elif error is SLOW and branch.attempt <= len(DELAYS):
            delay = DELAYS[branch.attempt - 1]
            self.r.failed(branch.step, error, branch.attempt, delay)
            branch.attempt += 1
            self.at(self.r.now + delay * 1000 + self.r.between(12, 45), "due", branch)
            return
        else:
            self.r.failed(branch.step, error, branch.attempt)
            wrapped = {"ErrorMessage": error["ErrorMessage"], "ErrorType": "ChildContextError"}
            branch.outcome = {"error": wrapped, "index": branch.index, "status": "FAILED"}
        self.at(self.r.now + self.r.between(8, 20), "closes", branch)

    def close(self, branch):
        if branch.outcome["status"] == "SUCCEEDED":
            self.r.succeeded(branch.context, branch.outcome["result"])
        else:
            self.r.failed(branch.context, branch.outcome["error"])
        self.begin_next()

    def nothing_runs(self):
        return all(action == "due" for _, _, action, _ in self.queue)

    def run(self):
        for _ in range(CONCURRENCY):
            self.begin_next()
        while self.queue:
            suspended = self.nothing_runs()
            if suspended:
                # Only back-off is left: the function ends and is called again when the attempt is due.
                self.r.suspend()
            moment, _, action, branch = heapq.heappop(self.queue)
            # Waking up takes time itself, so what fell due meanwhile is late.
            self.r.now = max(moment, self.r.now)
            if suspended:
                self.r.wake()
            if action == "due":
                self.begin_attempt(branch)
            elif action == "ends":
                self.attempt_ends(branch)
            else:
                self.close(branch)
        self.r.advance(9, 16)
        outcomes = [branch.outcome for branch in self.branches]
        self.r.succeeded(self.batch, {"all": outcomes, "completionReason": "ALL_COMPLETED"})
        self.r.advance(9, 16)
        return [branch.sku for branch in self.branches if branch.outcome["status"] == "FAILED"]


def map_of_images():
    r = Recorder("catalogue-images", "catalogue-2026-03", "2026-03-14T02:30:00.512", 200)
    r.begin({"catalogue": "spring", "prefix": "originals/2026-03/", "widths": [320, 640, 1280]}, HOUR)
    r.wake(cold=True)
    r.run_step("1", "list-images", {"count": ITEMS, "first": "BK-1040", "last": f"BK-{1040 + 7 * (ITEMS - 1)}"}, 330, 410)
    failed = Map(r).run()
    r.run_step("3", "publish-report", {"report": "reports/catalogue-2026-03.html", "failed": failed}, 210, 280)
    r.succeed({"resized": ITEMS - len(failed), "failed": failed})
    return r
