#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tests/bench/engine.sh [PAIRS]: builds the preset bench and prints one table for P1 to P5: the engine against the disk,
# and in turn, PAIRS times (default 5), against the JavaScript SDK's test runner on Node 22. Without npm or its packages
# the rows with that peer show "-". DURASCOPE_BENCH_SCRATCH is the folder whose disk is measured (default: the build's).
# Ends with 0 whether targets are met or not: figures of a shared machine are for people to judge.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
pairs=${1:-5}
root=$PWD
bin=$root/build/bench/bin
js=$root/build/bench/js
export DURASCOPE_BENCH_SCRATCH=${DURASCOPE_BENCH_SCRATCH:-$root/build/bench}

cmake --preset bench >/dev/null
cmake --build --preset bench --target bench_engine time_engine time_process durable >/dev/null

# Installs the peer once; says why when that does not work.
peer_ready() {
    mkdir -p "$js"
    cp tests/bench/peers/*.mjs "$js"
    if [[ ! -x $js/node_modules/.bin/run-durable || ! -x $js/node_modules/.bin/node ]]; then
        command -v npm >/dev/null || { echo 'without the JavaScript peer: npm is not installed' >&2; return 1; }
        [[ -f $js/package.json ]] || echo '{"private": true}' >"$js/package.json"
        (cd "$js" && timeout 120 npm install --no-fund --no-audit --loglevel=error node@22 \
            @aws/durable-execution-sdk-js @aws/durable-execution-sdk-js-testing) >"$js/npm.log" 2>&1 ||
            { echo "without the JavaScript peer: npm install failed, see $js/npm.log" >&2; return 1; }
    fi
    "$js/node_modules/.bin/node" -e 'process.exit(parseInt(process.versions.node) >= 22 ? 0 : 1)' ||
        { echo 'without the JavaScript peer: the installed node does not run, or is older than 22' >&2; return 1; }
}

# column ROW NAME: one cell of the benchmarks' CSV.
column() {
    awk -F, -v row="$1/" -v name="$2" '
        { gsub(/"/, "") }
        $1 == "name" { for (i = 1; i <= NF; ++i) if ($i == name) at = i }
        index($1, row) == 1 { print $at; exit }' "$root/build/bench/engine.csv"
}
median() { sort -g | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)] }'; }
calc() { awk "BEGIN { printf \"%.6g\", $1 }"; }

rows=()
# row BENCHMARK OURS PEER_OR_LIMIT RATIO TARGET LIMIT: RATIO is met when it is >= LIMIT, or <= with a LIMIT of "<N".
# An empty RATIO could not be measured, an empty LIMIT has no target.
row() {
    local met=-
    if [[ -n $4 && -n $6 ]]; then
        case $6 in
        '<'*) met=$(awk -v r="$4" -v t="${6#<}" 'BEGIN { print (r <= t) ? "yes" : "NO" }') ;;
        *) met=$(awk -v r="$4" -v t="$6" 'BEGIN { print (r >= t) ? "yes" : "NO" }') ;;
        esac
    fi
    rows+=("$1|$2|$3|${4:+$(awk -v r="$4" 'BEGIN { printf((r >= 100 ? "%.0f" : "%.2f"), r) }')}|$5|$met")
}

# pair WORKFLOW OUR_COUNT THEIR_COUNT skip|real [full|normal]: lines of "OURS THEIRS" in microseconds for one unit, in
# turn. Theirs may be fewer units: their cost for one grows with the number, so that this can only flatter them.
pair() {
    local i ours theirs
    for ((i = 0; i < pairs; ++i)); do
        ours=$("$bin/time_engine" "$1" "$2" ${5:+"$5"})
        theirs=$(cd "$js" && timeout 60 node_modules/.bin/node time_runner.mjs "$1" "$3" "$4")
        awk -v a="$ours" -v b="$theirs" -v n="$2" -v m="$3" 'BEGIN { print a * 1e6 / n, b * 1e6 / m }'
    done
}
# compare TITLE UNIT TARGET WORKFLOW OUR_COUNT THEIR_COUNT skip|real [full|normal]
compare() {
    local lines=
    [[ $peer == yes ]] && lines=$(pair "${@:4}")
    if [[ -z $lines ]]; then
        row "$1" - - '' ">= ${3}x" "$3"
        return
    fi
    local note=
    [[ $5 != "$6" ]] && note=" (of $6)"
    row "$1" "$(awk '{ print $1 }' <<<"$lines" | median | xargs printf '%.1f') us/$2" \
        "JS $7: $(awk '{ print $2 }' <<<"$lines" | median | xargs printf '%.0f') us/$2$note" \
        "$(awk '{ print $2 / $1 }' <<<"$lines" | median)" ">= ${3}x" "$3"
}

# P1: lines of "OUR_SECONDS OUR_MB THEIR_SECONDS THEIR_MB" (theirs 0 without the peer).
start_to_result() {
    local i ours theirs='0 0'
    for ((i = 0; i < pairs; ++i)); do
        rm -f "$DURASCOPE_BENCH_SCRATCH"/p1.library*
        ours=$("$bin/time_process" "$bin/durable" run sample:order-processing \
            --library "$DURASCOPE_BENCH_SCRATCH/p1.library" 2>/dev/null)
        [[ $peer == yes ]] && theirs=$(cd "$js" && "$bin/time_process" node_modules/.bin/node \
            node_modules/@aws/durable-execution-sdk-js-testing/dist/cli/run-durable.mjs --skip-time order_processing.mjs)
        echo "$ours $theirs"
    done
    rm -f "$DURASCOPE_BENCH_SCRATCH"/p1.library*
}

peer=no
peer_ready && peer=yes
# One run a kind: the CSV reporter wants every row of a run to have the same counters. column() reads several headers.
: >build/bench/engine.csv
for kind in steps/memory steps/full steps/normal replay workflows/waits workflows/retries 'workflows/map/' \
    workflows/map-full workflows/nested; do
    "$bin/bench_engine" --benchmark_filter="^$kind" --benchmark_format=csv \
        >>build/bench/engine.csv 2>build/bench/engine.log || { cat build/bench/engine.log >&2; exit 3; }
done

lines=$(start_to_result)
cell() { awk -v n="$1" '{ print $n }' <<<"$lines" | median; }
row 'P1 seed example, start to result' "$(calc "$(cell 1) * 1000") ms" "run-durable: $(calc "$(cell 3) * 1000") ms" \
    "$([[ $peer == yes ]] && awk '{ print $3 / $1 }' <<<"$lines" | median || true)" '>= 20x' 20
row 'P1 its peak memory' "$(cell 2) MB" "run-durable: $(cell 4) MB" "$(cell 2)" '<= 25 MB' '<25'

for n in 100 1000 3000 30000 100000; do
    rate=$(column "steps/memory/$n" steps/s)
    row "P2 $n steps in memory" "$(calc "int($rate)")/s" - "$(calc "$rate / 1e5")" '>= 100 000/s' 1
done
for n in 100 3000; do
    row "P2 growth from $n to ${n}0 steps" "$(calc "$(column steps/memory/${n}0 seconds) * 1000") ms" \
        "$(calc "$(column steps/memory/$n seconds) * 1000") ms" \
        "$(calc "$(column steps/memory/${n}0 seconds) / $(column steps/memory/$n seconds)")" '<= 11x' '<11'
done
for n in 1000 3000; do
    rate=$(column "steps/full/$n" steps/s) x=$(column "steps/full/$n" xSync)
    row "P3 $n steps FULL, of fdatasync" "$(calc "int($rate)")/s" "$(calc "int($rate / $x)")/s" "$x" '>= 0.5' 0.5
    x=$(column "steps/full/$n" xSqlite)
    row "P3 $n steps FULL, of SQLite FULL" "$(calc "int($rate)")/s" "$(calc "int($rate / $x)")/s" "$x" - ''
done
for mode in full normal; do
    row "P3 growth from 1000 to 3000 steps ${mode^^}" "$(calc "$(column steps/$mode/3000 seconds) * 1000") ms" \
        "$(calc "$(column steps/$mode/1000 seconds) * 1000") ms" \
        "$(calc "$(column steps/$mode/3000 seconds) / $(column steps/$mode/1000 seconds)")" '<= 3.3x' '<3.3'
done
compare 'P3 1000 steps FULL' step 8 steps 1000 1000 real full
compare 'P3 3000 steps NORMAL' step 40 steps 3000 1000 real normal

small=$(column replay/3000 us/operation) large=$(column replay/100000 us/operation)
row 'P4 replay of 3000 operations' "$small us" - "$small" '<= 1 us' '<1'
row 'P4 replay of 100000 operations' "$large us" "$small us" "$(calc "$large / $small")" '<= 1.6x' '<1.6'

compare 'P2 3000 steps in memory' step 100 steps 3000 50 skip
compare 'P5 1000 waits' wait 100 waits 1000 50 skip
compare 'P5 100 steps x 3 attempts' step 100 retries 100 10 skip
compare 'P5 map of 1000 in memory' item 100 map 1000 1000 skip
compare 'P5 map of 1000 FULL' item 10 map 1000 1000 skip full
x=$(column workflows/map-full items/sync)
row 'P5 map of 1000 FULL, items a sync' "$(calc "$(column workflows/map-full real_time)") ms" - "$x" '>= 1.5' 1.5
compare 'P5 10-deep children x 100' chain 100 nested 100 10 skip

printf '%s\n' 'benchmark|ours|peer/limit|ratio|target|met' "${rows[@]}" |
    awk -F'|' '{ printf "%-38s %16s %32s %8s %14s %4s\n", $1, $2, $3, $4 == "" ? "-" : $4, $5, $6 }'
