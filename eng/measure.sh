#!/usr/bin/env bash
# Usage: eng/measure.sh FOLDER   Prints the measurement of an enclave's published folder (docs/protocol.md, "Measurement
# of the measured set"), computed without any code of the product, so that one can check the other.
set -euo pipefail
export LC_ALL=C
cd "${1:?the published folder of an enclave}"

byte() { printf '%b' "\\x$(printf %02x "$1")"; }
compact() {
    local value=$1
    if [ "$value" -lt 64 ]; then
        byte $((value << 2))
    else
        byte $(((value << 2 | 1) & 255))
        byte $((value >> 6))
    fi
}
text() { compact ${#1}; printf '%s' "$1"; }
u64() { local i; for i in 0 8 16 24 32 40 48 56; do byte $(($1 >> i & 255)); done; }
sha256() { printf '%b' "$(sha256sum <"$1" | cut -c1-64 | sed 's/../\\x&/g')"; }

mapfile -t files < <(find . -type f ! -path ./measurement.json -printf '%P\n' | sort)
{
    text substratee/measurement/1
    compact ${#files[@]}
    for file in "${files[@]}"; do
        text "$file"
        u64 "$(stat -c %s "$file")"
        sha256 "$file"
    done
} | sha256sum | cut -c1-64
