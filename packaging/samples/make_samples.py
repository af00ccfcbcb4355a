#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the sample histories of resources/samples. Every run gives the same bytes.

    packaging/samples/make_samples.py [FOLDER]
"""

import sys
from pathlib import Path

from map_of_images import map_of_images
from recorder import Operation, Recorder

MINUTE, HOUR, DAY = 60, 3600, 86400


def order():
    r = Recorder("order-processing", "order-4711", "2026-03-02T09:14:07.318", 4711)
    r.begin(
        {
            "orderId": "4711",
            "customer": {"name": "Nora Lindqvist", "email": "nora.lindqvist@example.com"},
            "items": [
                {"sku": "LAMP-02-BRASS", "quantity": 1, "unitPrice": 89.0},
                {"sku": "BULB-E27-WARM", "quantity": 2, "unitPrice": 6.5},
            ],
            "currency": "EUR",
            "card": "tok_visa_4242",
        },
        DAY,
    )
    r.wake(cold=True)
    r.run_step(
        "1",
        "reserve-stock",
        {"reservationId": "rsv-90317", "warehouse": "Leipzig", "expiresInMinutes": 30},
        310,
        360,
    )
    wait, due = r.wait("2", "time-to-change-mind", 5 * MINUTE)
    r.suspend()
    r.wait_over(wait, due, 5 * MINUTE)
    r.wake()
    r.run_step(
        "3",
        "charge-card",
        {"chargeId": "ch_8f2c61", "amount": 102.0, "currency": "EUR", "approved": True},
        820,
        980,
    )
    r.run_step(
        "4",
        "send-notification",
        {"messageId": "m-55210", "to": "nora.lindqvist@example.com", "template": "order-confirmed"},
        140,
        190,
    )
    r.succeed({"orderId": "4711", "status": "completed", "chargeId": "ch_8f2c61"})
    return r


def provider_timeout(attempt):
    return {
        "ErrorMessage": f"POST https://payments.example.com/v2/charges: 503 Service Unavailable (request pay-77{attempt}0)",
        "ErrorType": "PaymentProviderError",
        "ErrorData": '{"status":503,"retryAfter":2,"idempotencyKey":"order-5820-charge"}',
        "StackTrace": [
            "PaymentProviderError: 503 Service Unavailable",
            "    at PaymentClient.post (file:///var/task/lib/payments.mjs:48:11)",
            "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
            "    at async chargePayment (file:///var/task/index.mjs:31:20)",
        ],
    }


def no_courier():
    return {
        "ErrorMessage": "No courier accepts a parcel of 31.4 kg for ZE2 9JU",
        "ErrorType": "CourierUnavailableError",
        "StackTrace": [
            "CourierUnavailableError: No courier accepts a parcel of 31.4 kg for ZE2 9JU",
            "    at bookCourier (file:///var/task/lib/shipping.mjs:72:15)",
            "    at async file:///var/task/index.mjs:44:9",
        ],
    }


def retried(r, step, errors, delays, low, high):
    """All attempts of a step that fail; between two the function is not running."""
    for number, error in enumerate(errors, start=1):
        r.started(step)
        r.advance(low, high)
        delay = delays[number - 1] if number <= len(delays) else None
        r.failed(step, error, number, delay)
        if not delay:
            r.advance(8, 20)
            return
        due = r.now + delay * 1000
        r.suspend()
        r.now = due
        r.wake()


def retries():
    r = Recorder("order-shipping", "order-5820", "2026-03-05T16:41:52.804", 5820)
    r.begin(
        {
            "orderId": "5820",
            "customer": {"name": "Callum Isbister", "email": "callum.isbister@example.com"},
            "parcel": {"weightKg": 31.4, "postcode": "ZE2 9JU"},
            "total": 418.9,
            "currency": "GBP",
        },
        2 * HOUR,
    )
    r.wake(cold=True)
    charge = r.step("1", "charge-payment")
    retried(r, charge, [provider_timeout(1), provider_timeout(2)], [2, 4], 1150, 1420)
    r.started(charge)
    r.advance(640, 760)
    r.succeeded(charge, {"chargeId": "ch_31d0aa", "amount": 418.9, "currency": "GBP"}, 3)
    r.advance(8, 20)
    courier = r.step("2", "book-courier")
    retried(r, courier, [no_courier()] * 4, [1, 3, 9], 210, 330)
    r.run_step(
        "3",
        "hand-over-to-post",
        {"carrier": "post", "trackingNumber": "PB 4471 902 GB", "collection": "2026-03-06"},
        380,
        450,
    )
    r.run_step(
        "4",
        "tell-customer",
        {"messageId": "m-60118", "to": "callum.isbister@example.com", "template": "shipped-by-post"},
        120,
        180,
    )
    r.succeed({"orderId": "5820", "status": "shipped", "carrier": "post", "trackingNumber": "PB 4471 902 GB"})
    return r


def reminder(r, branch, number, wait, due):
    """One day is over: a mail, and the next day begins."""
    r.wait_over(wait, due, DAY)
    r.wake()
    first = 2 * number - 1
    r.run_step(
        f"2-2-{first + 1}",
        "send-reminder",
        {"messageId": f"m-7100{number}", "to": "greta.maier@example.com", "reminder": number},
        130,
        220,
        branch,
    )
    following = r.wait(f"2-2-{first + 2}", "next-reminder", DAY, branch)
    r.suspend()
    return following


def ask_manager(r):
    """Both branches begin in one checkpoint: the question, and the clock of the reminders."""
    batch = r.context("2", "approval", "Parallel")
    decision = r.context("2-1", "decision", "ParallelBranch", batch)
    reminders = r.context("2-2", "reminders", "ParallelBranch", batch)
    r.advance(9, 16)
    question = r.context("2-1-1", "manager-decision", "WaitForCallback", decision)
    answer = r.callback("2-1-1-1", 3 * DAY, question)
    wait, due = r.wait("2-2-1", "next-reminder", DAY, reminders)
    r.advance(9, 16)
    submit = r.step("2-1-1-2", None, question)
    r.started(submit)
    r.advance(240, 330)
    r.succeeded(submit, None)
    r.suspend()
    return batch, decision, reminders, question, answer, wait, due


def pay_out(r):
    """The money is another durable function's business."""
    payout = Operation("ChainedInvoke", "3", "pay-out", "ChainedInvoke", None)
    arn = (
        "arn:aws:lambda:eu-central-1:123456789012:function:expense-payout:12/durable-execution/"
        f"expense-2291-payout/{r.uuid()}"
    )
    payload = {"employee": "e-1048", "amount": 612.4, "currency": "EUR", "reference": "expense-2291"}
    r.started(
        payout,
        {
            "FunctionName": "expense-payout:live",
            "Input": r.result(payload),
            "ExecutedVersion": "12",
            "DurableExecutionArn": arn,
        },
    )
    r.suspend()
    r.advance(4200, 4900)
    r.succeeded(payout, {"transferId": "sepa-2026-03-11-0042", "bookedOn": "2026-03-11"})
    r.wake()


def approval():
    r = Recorder("expense-approval", "expense-2291", "2026-03-09T08:02:31.447", 2291)
    r.begin(
        {
            "expenseId": "2291",
            "employee": {"id": "e-1048", "name": "Tomás Ferreira", "email": "tomas.ferreira@example.com"},
            "manager": {"name": "Greta Maier", "email": "greta.maier@example.com"},
            "purpose": "Conference in Ghent, train and two nights",
            "amount": 612.4,
            "currency": "EUR",
        },
        7 * DAY,
    )
    r.wake(cold=True)
    r.run_step("1", "check-policy", {"allowed": True, "limit": 800, "needsApproval": True}, 90, 140)
    batch, decision, reminders, question, answer, wait, due = ask_manager(r)
    asked = r.now
    for number in (1, 2):
        wait, due = reminder(r, reminders, number, wait, due)
    r.now = asked + (2 * DAY + 3 * HOUR) * 1000 + 11 * MINUTE * 1000 + 204
    answered = {"decision": "approved", "by": "greta.maier@example.com", "comment": "Good talk, enjoy Ghent."}
    r.succeeded(answer, answered)
    r.wake()
    r.succeeded(question, answered)
    r.advance(9, 16)
    r.succeeded(decision, answered)
    r.advance(9, 16)
    r.succeeded(
        batch,
        {
            "all": [
                {"result": answered, "index": 0, "status": "SUCCEEDED"},
                {"index": 1, "status": "STARTED"},
            ],
            "completionReason": "MIN_SUCCESSFUL_REACHED",
        },
    )
    r.advance(9, 16)
    pay_out(r)
    r.run_step(
        "4",
        "tell-employee",
        {"messageId": "m-71009", "to": "tomas.ferreira@example.com", "template": "expense-paid"},
        120,
        170,
    )
    r.succeed({"expenseId": "2291", "status": "paid", "transferId": "sepa-2026-03-11-0042"})
    return r


def timed_out(error_type, cause):
    return {
        "ErrorMessage": "Callback timed out after 21600 seconds",
        "ErrorType": error_type,
        "ErrorData": '{"operation":"identity-documents","cause":"%s"}' % cause,
        "StackTrace": [
            f"{error_type}: Callback timed out after 21600 seconds",
            "    at verifyIdentity (file:///var/task/lib/identity.mjs:27:34)",
            "    at async file:///var/task/index.mjs:22:20",
        ],
    }


def broken_callback():
    r = Recorder("customer-onboarding", "customer-0893", "2026-03-11T13:27:45.061", 893)
    r.begin(
        {
            "customerId": "0893",
            "name": "Ayşe Demir",
            "email": "ayse.demir@example.com",
            "product": "business-account",
        },
        2 * DAY,
    )
    r.wake(cold=True)
    r.run_step("1", "create-account", {"accountId": "acc-66120", "state": "pending"}, 260, 320)
    verify = r.context("2", "verify-identity", "RunInChildContext")
    r.run_step("2-1", "open-case", {"caseId": "kyc-10442", "provider": "identity.example.com"}, 420, 510, verify)
    documents = r.context("2-2", "identity-documents", "WaitForCallback", verify)
    answer = r.callback("2-2-1", 6 * HOUR, documents)
    due = r.now + 6 * HOUR * 1000
    r.advance(9, 16)
    submit = r.step("2-2-2", None, documents)
    r.started(submit)
    r.advance(180, 260)
    r.succeeded(submit, None)
    r.suspend()
    r.now = due
    r.emit("CallbackTimedOut", {"Error": r.error({"ErrorType": "Callback.Timeout"})}, answer)
    r.wake()
    r.failed(documents, timed_out("CallbackTimeoutError", "Callback.Timeout"))
    r.advance(9, 16)
    r.failed(verify, timed_out("ChildContextError", "CallbackTimeoutError"))
    r.advance(9, 16)
    r.run_step("3", "close-account", {"accountId": "acc-66120", "state": "closed"}, 240, 300)
    r.fail(
        {
            "ErrorMessage": "Onboarding of customer 0893 failed: Callback timed out after 21600 seconds",
            "ErrorType": "OnboardingError",
            "ErrorData": '{"customerId":"0893","cause":"ChildContextError"}',
            "StackTrace": [
                "OnboardingError: Onboarding of customer 0893 failed: Callback timed out after 21600 seconds",
                "    at handler (file:///var/task/index.mjs:29:15)",
                "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
            ],
        }
    )
    return r


def main():
    here = Path(__file__).resolve().parent
    folder = sys.argv[1] if len(sys.argv) > 1 else here.parent.parent / "resources" / "samples"
    samples = {
        "order.json": order,
        "retries.json": retries,
        "approval.json": approval,
        "broken-callback.json": broken_callback,
        "map-200.json": map_of_images,
    }
    for file, make in samples.items():
        recorder = make()
        recorder.write(folder, file)
        print(f"{file}: {len(recorder.events)} events")


if __name__ == "__main__":
    main()
