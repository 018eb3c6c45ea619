#!/usr/bin/env bash
# Builds the modules of the benchmarks from their sources; needs Debian's clang, lld and wabt. The results are committed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
wat2wasm control.wat -o control.wasm
for name in kernels large; do
    clang --target=wasm32 -O2 -ffreestanding -nostdlib -mbulk-memory -Wl,--no-entry -Wl,--strip-all -o "$name.wasm" "$name.c"
done
sha256sum ./*.wasm >SHA256SUMS
