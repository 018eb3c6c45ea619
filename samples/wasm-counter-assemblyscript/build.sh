#!/usr/bin/env bash
# Usage: build.sh OUTPUT   Compiles counter.ts to a WebAssembly module, with the AssemblyScript compiler that the tests use
# (npm ci --prefix tests/npm/assemblyscript) or the one that ASC names.
# substratee wasm pack OUTPUT --schema counter.stf.json -o counter.wasm   makes a function of it.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
output=$(realpath -m "${1:?where the module is written to}")
cd "$here"
asc=${ASC:-$here/../../tests/npm/assemblyscript/node_modules/assemblyscript/bin/asc.js}
node "$asc" counter.ts -o "$output" -O3 --runtime stub --use abort= --initialMemory 1 --maximumMemory 256
