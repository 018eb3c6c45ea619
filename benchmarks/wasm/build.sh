#!/usr/bin/env bash
# Builds the modules of the benchmarks from their sources; needs Debian's clang, lld and wabt. The results are committed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
compile() {
    local output=$1
    shift
    clang --target=wasm32 -O2 -ffreestanding -nostdlib -mbulk-memory -Wno-unused-function -Wl,--no-entry -Wl,--strip-all -o "$output.wasm" "$@"
}
for name in control host; do
    wat2wasm "$name.wat" -o "$name.wasm"
done
compile kernels kernels.c
compile large large.c
for kernel in FIB SHA256 MATMUL SIEVE; do
    compile "alone-${kernel,,}" "-D$kernel" alone.c
done
sha256sum ./*.wasm >SHA256SUMS
