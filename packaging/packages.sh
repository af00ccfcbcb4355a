# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The Debian 12 packages the project needs, by purpose. One line each: the package, then what it is needed for.

# shellcheck disable=SC2034 # read by lib.sh through the purpose's name
packages_build=(
    "ca-certificates       lets apt reach mirrors over https"
    "g++                   the compiler (GCC 12)"
    "cmake                 configures; presets need 3.25"
    "ninja-build           builds"
    "ccache                makes a second build short"
    "pkg-config            finds libzstd for CMake"
    "nlohmann-json3-dev    JSON values"
    "libsimdjson-dev       reading histories"
    "zlib1g-dev            histories compressed with gzip"
    "libzstd-dev           histories compressed with zstd"
    "libyaml-cpp-dev       histories saved as YAML"
    "libssl-dev            operation ids, the marks of redacted values"
    "libsqlite3-dev        the library of executions"
    "libcli11-dev          options of the program durable"
)

# shellcheck disable=SC2034
packages_window=(
    "qt6-base-dev          the window; also Qt Test"
    "libqt6opengl6-dev     Qt's CMake files look for it, but Debian only recommends it"
    "qt6-svg-dev           icons"
    "fonts-dejavu-core     text where no font is installed yet"
)

# shellcheck disable=SC2034
packages_wayland=(
    "qt6-wayland           a window on Wayland without XWayland"
)

# shellcheck disable=SC2034
packages_clang=(
    "clang-19              the second compiler"
    "libclang-rt-19-dev    its sanitizers and libFuzzer"
)
