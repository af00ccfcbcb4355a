#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tests/bench/run.sh [PAIRS]: builds the preset bench, makes the histories once, and prints one table. With Node on the
# machine every import is also paired with a Node process, PAIRS times (default 5) in turn; the window is paired with an
# empty one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
pairs=${1:-5}
bin=build/bench/bin
export DURASCOPE_BENCH_DATA=$PWD/build/bench/histories

cmake --preset bench >/dev/null
cmake --build --preset bench --target bench_reader bench_seek bench_window time_import >/dev/null
"$bin/bench_reader" --benchmark_format=csv >build/bench/reader.csv
"$bin/bench_seek" --benchmark_format=csv >build/bench/seek.csv

# Our time over Node's for one file: the median of the pairs, or nothing.
node_ratio() {
    local ours theirs
    command -v node >/dev/null || return 0
    for ((i = 0; i < pairs; ++i)); do
        ours=$("$bin/time_import" "$1")
        theirs=$(node tests/bench/peer_node.mjs "$1")
        [[ $theirs == none ]] && return 0
        awk -v a="$ours" -v b="$theirs" 'BEGIN { print a / b }'
    done | sort -g | awk '{ r[NR] = $1 } END { if (NR) print r[int((NR + 1) / 2)] }'
}

# column FILE ROW NAME: one cell of a CSV file of Google Benchmark.
column() {
    awk -F, -v row="$2" -v name="$3" '
        { gsub(/"/, "") }
        $1 == "name" { for (i = 1; i <= NF; ++i) if ($i == name) at = i }
        index($1, row "/") == 1 { print $at }' "$1"
}

faster() { awk -v r="$1" 'BEGIN { if (r == "" || r == "nan") print "-"; else printf "%.1fx\n", 1 / r }'; }

printf '%-7s %12s %10s %16s %14s %12s %10s %8s\n' \
    import ms MB/s 'memcpy takes 1/' 'than simdjson' 'than a tree' 'than Node' B/event
for name in 1k 25k 250k 1M heavy; do
    file=$DURASCOPE_BENCH_DATA/$name.json row=import/$name csv=build/bench/reader.csv
    printf '%-7s %12.3f %10.0f %16.1f %14s %12s %10s %8.1f\n' "$name" "$(column $csv $row real_time)" \
        "$(awk -v b="$(column $csv $row bytes_per_second)" 'BEGIN { print b / 1e6 }')" \
        "$(column $csv $row xMemcpy)" "$(faster "$(column $csv $row xSimdjson)")" \
        "$(faster "$(column $csv $row xTree)")" "$(faster "$(node_ratio "$file")")" "$(column $csv $row B/event)"
done
printf '\n%-7s %12s %10s\n' seek 'p50 µs' 'p99 µs'
for name in 1k 25k 250k 1M; do
    printf '%-7s %12.2f %10.2f\n' "$name" "$(column build/bench/seek.csv "seek/$name" p50us)" \
        "$(column build/bench/seek.csv "seek/$name" p99us)"
done

# Start-up and frames of the window; any Qt platform will do, and this one needs no display.
printf '\n'
XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$PWD/build/bench} QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen} "$bin/bench_window" "$pairs"
