// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/help_text.h"

namespace durascope::app {

const char* const kProgramHelp =
    R"(durable runs AWS Lambda durable functions on this machine, and looks at
executions from a terminal: it reads the history of an execution, which
GetDurableExecutionHistory returns, and shows what happened, at any moment. It
needs no network and no AWS account.
)";

const char* const kProgramFooter = R"(Examples:
  durable run sample:order-processing        a workflow, its wait skipped
  durable run sample:approval --output approval.json
  durable history show order.json            what happened, as a tree
  durable history show order.json --at 12    the same as of event 12
  durable history events order.json | less   every event in order
  durable history convert order.json --to aws --redact --output safe.json
  aws lambda get-durable-execution-history --durable-execution-arn ARN |
      durable history show -

Exit codes: 0 success, 1 the execution did not succeed or a check found
something, 2 wrong usage, 3 the input could not be read or understood, 4 the
handler could not be started, 130 cancelled. Errors are one line on standard
error.

`durable COMMAND --help` tells more about a command.)";

const char* const kHistoryHelp =
    R"(Commands over one recorded history. FILE may be `-` for standard input, may be
compressed with gzip or zstd, and may have any form that histories are met in:
the answer of the API, the output of the AWS CLI as JSON or YAML, of boto3 or of
the SAM CLI, the history files of the SDKs, several pages one after the other,
JSON lines.

Whatever had to be repaired or guessed to read it, and whatever is missing in
it, is listed on standard error, one line each.
)";

const char* const kHistoryFooter = R"(Examples:
  durable history show order.json
  durable history events order.json.gz --format json
  durable history convert order.json --to cli --output order.cli.json
  durable history validate histories/*.json)";

const char* const kShowHelp =
    R"(Shows the state of an execution at one of its events: status, times, why each
invocation was woken, how an error travelled, and the tree of operations.
)";

const char* const kShowFooter = R"(Signs in the tree:
  ✓ succeeded   ✕ failed, timed out or stopped   ▶ running   ⧗ a wait
  ✉ a callback nobody has answered yet   ↻ between two attempts
  ○ left behind: still open when the execution ended, or cancelled

The exit code tells whether the file could be read. It is 0 for an execution
that failed, too: that is what the history says, and no error of this command.

Examples:
  durable history show order.json
  durable history show order.json --at 12 --format table
  durable history show order.json --format json | jq -r .status)";

const char* const kEventsHelp = R"(Lists every event in order: number, time, time after the start, type, operation
and what the event says.
)";

const char* const kEventsFooter = R"(Examples:
  durable history events order.json
  durable history events order.json --format json |
      jq '.[] | select(.EventType == "StepFailed")')";

const char* const kConvertHelp =
    R"(Writes the history in another form. All forms have the same events with the same
members in the same order, and every one reads back as the same history:

  aws   {"Events": [...]}, times as epoch seconds, one event a line: what the
        API answers
  cli   {"Events": [...]}, times like 2025-12-03T22:59:52.607000+00:00, indented
        by 4: what the AWS CLI v2 prints
  sdk   a bare array, times like 2025-12-03T22:59:52.607Z, indented by 2: the
        *.history.json files of the SDKs

--output replaces a file in one step: it is complete, or it is what it was.
)";

const char* const kConvertFooter = R"(With --redact every value in inputs, results and errors becomes a mark such as
"●●● (string, 16) #1f2e3d4c". Equal values get equal marks, so it can still be
seen where a value went; the marks of two runs have nothing in common. Names of
members, names and ids of operations, error types and times stay: look at them
before you give the file away. Account numbers in ARNs become zeros, ids of
callbacks are replaced.

Examples:
  durable history convert order.json --to aws
  durable history convert order.json --to cli --output order.cli.json
  durable history convert order.json --to sdk --redact > for-the-bug-report.json)";

const char* const kValidateHelp =
    R"(Reads histories and says what they hold, one line a file:
`ok FILE events=N operations=M repairs=K`. Repairs are listed on standard error.
A file that cannot be read gives an error there, and the exit code 3 once all
files have been looked at.
)";

const char* const kValidateFooter = R"(With --json there is one object a line: {"ok", "file", "events", "operations",
"repairs"}, where repairs is a list of texts. Errors are objects with "error",
"message" and "where", on standard error.

Examples:
  durable history validate histories/*.json
  durable history validate --json order.json | jq .repairs)";

const char* const kRunHelp =
    R"(Runs a durable function to its end and prints its result as JSON. Timers are
skipped: whenever nothing can run, the clock jumps to what is due next, so a wait
of a year takes no time.

HANDLER is one of
  sample:NAME            a built-in workflow: api-orchestration, approval,
                         broken-callback, daily-report, event-driven,
                         image-pipeline, nested, order-processing, saga
  path/libx.so:name      a C++ workflow built with the SDK, under the name
                         given to DURABLE_FUNCTION
Handlers for Node (.mjs), Python (.py), of SAM templates and exec:COMMAND cannot
be run by this build yet.
)";

const char* const kRunFooter = R"(Callbacks are answered by name, the first answer of a name to the first callback
of that name; one without a name goes by the id of its operation. A failure is
{"ErrorType": ..., "ErrorMessage": ...} or a string, its message. Samples bring
answers along; those given here count instead. What a workflow invokes by name
is given with --invoke.

With --time real, waits take their time. With --time manual the clock stands
still until a line of standard input moves it:
  (an empty line)   to what is due next
  +5m               five minutes on; +1h30m, +2d, +250ms
  NAME=JSON         answers a callback, NAME!=JSON lets it fail
  ?                 lists what is waited for
The run ends with exit code 1 where it can only wait, and says for what.

With --library every step is stored before the workflow goes on. An execution
that was cut off, by Ctrl+C or a lost machine, goes on where it stood when it is
run again with the same --library and --name; one that has ended tells its result
again and runs nothing.

On a terminal every operation gets a line on standard error while it runs. What
the workflow logs goes there, too. --output writes the whole history in the form
of the API, however the run ended. --json prints {"status", "result", "error",
"executionArn", "invocations", "operations", "events", "virtualSeconds",
"wallSeconds"} instead of the result.

Examples:
  durable run sample:order-processing
  durable run sample:approval --callback-failure manager-decision='"too much"'
  durable run ./libshop.so:checkout --input @order.json --output history.json
  durable run sample:nested --json | jq .virtualSeconds)";

const char* const kConformanceHelp =
    R"(Runs the official requirements for SDKs of durable functions, one YAML file each,
against the C++ SDK and the engine of this program, and prints what failed.
)";

const char* const kConformanceFooter = R"(The requirement files are in the package aws-durable-execution-conformance-tests
on PyPI; DIRECTORY is its folder test_requirements or one above. The report json
is {"total", "passed", "failed", "skipped", "requirements": [{"id", "suite",
"status", "message"?}]}, junit has a test case for each requirement.

The exit code is 1 when a requirement failed.

Examples:
  durable conformance requirements
  durable conformance requirements --suite step --suite wait --report json)";

const char* const kVersionHelp = R"(Prints the versions of program and engine, the kind of build and the compiler.
)";

} // namespace durascope::app
