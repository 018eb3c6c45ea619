#!/usr/bin/env bash
# Usage: build.sh OUTPUT   Compiles endless.c to a WebAssembly module (Debian: apt-get install clang lld).
# substratee wasm pack OUTPUT --schema endless.stf.json -o endless.wasm   makes a function of it.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
clang --target=wasm32-unknown-unknown -std=c11 -O2 -Wall -Wextra -Werror -ffreestanding -nostdlib -mbulk-memory \
    -I "$here/../../sdk/wasm/c" \
    -Wl,--no-entry -Wl,--strip-all -Wl,--stack-first -Wl,-z,stack-size=16384 \
    -o "${1:?where the module is written to}" "$here/endless.c"
