# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes histories as the AWS CLI prints them, with the timing rules of a real execution."""

import base64
import hashlib
import json
import random
import uuid
from datetime import datetime, timedelta, timezone


def compact(value):
    """Payloads are JSON text inside JSON: what JSON.stringify gives."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


class Operation:
    """Ids are the first half of the MD5 of the operation's path, as the JavaScript SDK makes them."""

    def __init__(self, prefix, path, name, sub_type, parent):
        self.prefix = prefix
        self.path = path
        self.id = hashlib.md5(path.encode()).hexdigest()[:16]
        self.name = name
        self.sub_type = sub_type
        self.parent = parent


class Recorder:
    def __init__(self, function, execution, start, seed):
        self.random = random.Random(seed)
        self.start = datetime.fromisoformat(start).replace(tzinfo=timezone.utc)
        self.now = 0  # milliseconds since the start
        self.events = []
        self.execution = execution
        self.execution_id = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        self.arn = (
            f"arn:aws:lambda:eu-central-1:123456789012:function:{function}:7"
            f"/durable-execution/{execution}/{self.execution_id}"
        )
        self.invocation_start = None

    def uuid(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def between(self, low, high):
        return self.random.randint(low, high)

    def advance(self, low, high=None):
        self.now += self.between(low, high if high is not None else low)

    def stamp(self, milliseconds):
        # The CLI leaves the fraction out when it is zero.
        return (self.start + timedelta(milliseconds=milliseconds)).isoformat()

    def emit(self, event_type, details, operation=None, execution=False):
        event = {"EventType": event_type}
        if operation and operation.sub_type:
            event["SubType"] = operation.sub_type
        event["EventId"] = len(self.events) + 1
        if execution:
            event["Id"] = self.execution_id
            event["Name"] = self.execution
        elif operation:
            event["Id"] = operation.id
            if operation.name:
                event["Name"] = operation.name
        event["EventTimestamp"] = self.stamp(self.now)
        if operation and operation.parent:
            event["ParentId"] = operation.parent.id
        event[event_type + "Details"] = details
        self.events.append(event)

    @staticmethod
    def result(value):
        return {"Truncated": False} if value is None else {"Payload": compact(value), "Truncated": False}

    @staticmethod
    def error(error):
        return {"Payload": error, "Truncated": False}

    # The execution and its invocations

    def begin(self, payload, timeout):
        self.emit(
            "ExecutionStarted",
            {"Input": self.result(payload), "ExecutionTimeout": timeout},
            execution=True,
        )

    def wake(self, cold=False):
        """An invocation begins; a cold one needs seconds before its first operation."""
        self.advance(40, 60) if cold else self.advance(50, 150)
        self.invocation_start = self.now
        self.advance(1400, 2300) if cold else self.advance(35, 90)

    def suspend(self, error=None):
        """The invocation ends; its event is written 3 to 5 ms later."""
        self.advance(6, 14)
        end = self.now
        self.advance(3, 5)
        details = {
            "StartTimestamp": self.stamp(self.invocation_start),
            "EndTimestamp": self.stamp(end),
            "RequestId": self.uuid(),
        }
        if error:
            details["Error"] = self.error(error)
        self.emit("InvocationCompleted", details)

    def succeed(self, value):
        self.suspend()
        self.emit("ExecutionSucceeded", {"Result": self.result(value)}, execution=True)

    def fail(self, error):
        self.suspend(error)
        self.emit("ExecutionFailed", {"Error": self.error(error)}, execution=True)

    # Operations

    def step(self, path, name, parent=None):
        return Operation("Step", path, name, "Step", parent)

    def started(self, operation, details=None):
        self.emit(operation.prefix + "Started", details or {}, operation)

    def succeeded(self, operation, value, attempt=1):
        details = {"Result": self.result(value)}
        if operation.prefix == "Step":
            details["RetryDetails"] = {"CurrentAttempt": attempt}
        self.emit(operation.prefix + "Succeeded", details, operation)

    def failed(self, operation, error, attempt=1, delay=None):
        details = {"Error": self.error(error)}
        if operation.prefix == "Step":
            details["RetryDetails"] = {"CurrentAttempt": attempt}
            if delay:
                details["RetryDetails"]["NextAttemptDelaySeconds"] = delay
        self.emit(operation.prefix + "Failed", details, operation)

    def run_step(self, path, name, value, low, high, parent=None):
        operation = self.step(path, name, parent)
        self.started(operation)
        self.advance(low, high)
        self.succeeded(operation, value)
        self.advance(8, 20)
        return operation

    def context(self, path, name, sub_type, parent=None):
        operation = Operation("Context", path, name, sub_type, parent)
        self.started(operation)
        return operation

    def wait(self, path, name, seconds, parent=None):
        """Answers the operation and the moment it is due."""
        operation = Operation("Wait", path, name, "Wait", parent)
        due = self.now + seconds * 1000
        self.started(operation, {"Duration": seconds, "ScheduledEndTimestamp": self.stamp(due)})
        return operation, due

    def wait_over(self, operation, due, seconds):
        self.now = due
        self.emit("WaitSucceeded", {"Duration": seconds}, operation)

    def callback(self, path, timeout, parent):
        operation = Operation("Callback", path, None, "Callback", parent)
        self.started(operation, {"CallbackId": self.callback_id(), "Timeout": timeout})
        return operation

    def callback_id(self):
        """As AWS makes them: base64 of 0x01 and a CBOR map of the execution's ARN and the callback's own id."""

        def text(value):
            raw = value.encode()
            if len(raw) < 24:
                return bytes([0x60 + len(raw)]) + raw
            return (bytes([0x78, len(raw)]) if len(raw) < 256 else b"\x79" + len(raw).to_bytes(2, "big")) + raw

        cbor = b"\xa2" + text("e") + text(self.arn) + text("i") + text(self.uuid())
        return base64.b64encode(b"\x01" + cbor).decode().rstrip("=")

    def write(self, folder, file):
        with open(f"{folder}/{file}", "w", encoding="utf-8") as out:
            json.dump({"Events": self.events}, out, indent=4, ensure_ascii=False)
            out.write("\n")
