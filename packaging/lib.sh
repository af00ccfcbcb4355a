# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What packaging/run and packaging/test share. Sourced, never run: sets `root`, then says what it does, installs, builds.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=packages.sh source-path=SCRIPTDIR
source "$root/packaging/packages.sh"
logs=$root/build/logs

say() { printf '==> %s\n' "$*"; }

# fail WHAT: one line, then out.
fail() {
    printf 'packaging: %s\n' "$*" >&2
    exit 1
}

# first_error LOG: the line of a log that says most about what went wrong.
first_error() {
    {
        grep -am1 'error: ' "$1" || grep -am1 -A2 'CMake Error' "$1" || grep -am1 -E '^E: |FAILED|[Ee]rror' "$1" ||
            tail -n 1 "$1"
    } | tr -s '[:space:]' ' ' | cut -c1-200
}

# logged NAME WHAT COMMAND…: the command's output goes to a log; when it fails, one line says what and where the log is.
logged() {
    local log=$logs/$1.log what=$2
    shift 2
    mkdir -p "$logs"
    if "$@" >"$log" 2>&1 </dev/null; then
        return
    fi
    # A build server keeps what was printed, not the log.
    if [[ ${CI:-} == true ]]; then
        tail -n 60 "$log"
    fi
    fail "$what failed: $(first_error "$log") (log: $log)"
}

# missing PURPOSE…: the packages of these purposes that are not installed.
missing() {
    local purpose line package
    for purpose in "$@"; do
        local -n list=packages_$purpose
        for line in "${list[@]}"; do
            package=${line%% *}
            if [[ $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) != "install ok installed" ]]; then
                printf '%s\n' "$package"
            fi
        done
    done
}

# install_packages PURPOSE…: asks nothing; touches apt only when something is missing.
install_packages() {
    local -a packages as_root=()
    if ! command -v dpkg-query >/dev/null; then
        say "No dpkg here: the packages listed in packaging/packages.sh are taken to be installed"
        return
    fi
    mapfile -t packages < <(missing "$@")
    if ((${#packages[@]} == 0)); then
        return
    fi
    if ((EUID != 0)); then
        if ! sudo -n true 2>/dev/null; then
            fail "Debian packages are missing and this user may not install them; run: sudo apt-get install" \
                "${packages[*]}"
        fi
        as_root=(sudo -n)
    fi
    say "Installing Debian packages: ${packages[*]}"
    local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
    logged apt-update "apt-get update" "${apt[@]}" update
    logged apt-install "apt-get install" "${apt[@]}" install -y --no-install-recommends "${packages[@]}"
}

# build PRESET TARGET…: configures and builds into build/PRESET; without targets builds everything.
build() {
    local preset=$1
    shift
    local -a options=() targets=()
    if command -v ccache >/dev/null; then
        options=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    fi
    if (($# > 0)); then
        targets=(--target "$@")
    fi
    cd "$root" || fail "The folder $root cannot be entered"
    logged "configure-$preset" "Configuring preset $preset" cmake --preset "$preset" "${options[@]}"
    logged "build-$preset" "Building preset $preset" cmake --build --preset "$preset" "${targets[@]}"
}
