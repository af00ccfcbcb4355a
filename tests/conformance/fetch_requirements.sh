#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetches the requirements of the official conformance suite from the package that is published on PyPI and unpacks
# them, with their licence, into build/conformance/requirements (or the directory given). Says why and ends well when
# there is no network or no pip: the tests are skipped then.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
target=${1:-$root/build/conformance/requirements}
package=aws-durable-execution-conformance-tests

give_up() {
    echo "conformance requirements were not fetched: $1"
    exit 0
}

python=$(command -v python3) || give_up "there is no python3"
"$python" -m pip --version >/dev/null 2>&1 || give_up "there is no pip"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The package asks for a newer Python than is needed to read files out of it.
if ! "$python" -m pip download --quiet --no-input --disable-pip-version-check --retries 1 --timeout 15 \
    --no-deps --python-version 3.14 --only-binary=:all: --dest "$work" "$package" >"$work/log" 2>&1; then
    give_up "$(tail -n 1 "$work/log")"
fi
for wheel in "$work"/*.whl; do
    "$python" -m zipfile -e "$wheel" "$work/unpacked"
done

found=
for name in test-requirements test_requirements; do
    for folder in "$work"/unpacked/*/"$name"; do
        if [ -d "$folder" ]; then
            found=$folder
        fi
    done
done
[ -n "$found" ] || give_up "the package holds no requirements any more"

rm -rf "$target/test-requirements"
mkdir -p "$target"
cp -R "$found" "$target/test-requirements"
for notice in LICENSE NOTICE; do
    if [ -f "$found/../$notice" ]; then
        cp "$found/../$notice" "$target/$notice"
    fi
done
echo "$(find "$target/test-requirements" -name '*.yaml' | wc -l | tr -d ' ') requirements in $target"
