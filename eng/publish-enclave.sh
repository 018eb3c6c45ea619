#!/usr/bin/env bash
# Usage: eng/publish-enclave.sh FOLDER [PROJECT]   Publishes an enclave program (default: the counter's) into FOLDER: one
# self-contained file, the native libraries that it loads, and measurement.json, which names what they were made of.
# The project must have been restored. SUBSTRATEE_BUILD_ARGUMENTS: arguments for the build of a script that calls this one.
set -euo pipefail
folder=$(realpath -m "${1:?the folder to publish to}")
project=$(realpath "${2:-"$(dirname "${BASH_SOURCE[0]}")/../src/SubstraTee.Enclave.Counter"}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=eng/common.sh
source eng/common.sh

rm -rf "$folder"
if [ -n "${SUBSTRATEE_BUILD_ARGUMENTS-}" ]; then
    read -ra arguments <<<"$SUBSTRATEE_BUILD_ARGUMENTS"
else
    arguments=(-m:2 "${warm_compiler[@]}")
    trap stop_compiler EXIT
fi
dotnet publish "$project" -c Release -r linux-x64 --no-restore -v:q -o "$folder" "${arguments[@]}"

known=$(/sbin/ldconfig -p)
packages=("dotnet-sdk $(dotnet --version)")
for library in libcrypto.so.3 libsecp256k1.so.1 libsodium.so.23 libssl.so.3; do
    path=$(awk -v name="$library" '$1 == name && /x86-64/ { print $NF; exit }' <<<"$known")
    [ -n "$path" ] || fail "missing: $library" "why: the enclave carries its own copy" "try: eng/install.sh libraries"
    install -m 644 "$(readlink -f "$path")" "$folder/$library"
    owner=$(dpkg-query -S "*/$library" | head -n 1 | cut -d: -f1)
    packages+=("$(dpkg-query -W -f='${Package} ${Version}' "$owner")")
done

entries() { paste -sd, | sed 's/,{/,\n    {/g'; }
files=$(cd "$folder" && find . -type f -printf '%P %s\n' | LC_ALL=C sort | while read -r name length; do
    printf '{"name":"%s","length":%s,"sha256":"%s"}\n' "$name" "$length" "$(sha256sum <"$name" | cut -c1-64)"
done | entries)
origins=$(printf '%s\n' "${packages[@]}" | sort -u | while read -r name version; do
    printf '{"name":"%s","version":"%s"}\n' "$name" "$version"
done | entries)
cat >"$folder/measurement.json" <<END
{
  "schema": "substratee.measurement/1",
  "files": [
    $files
  ],
  "packages": [
    $origins
  ],
  "measurement": "$(eng/measure.sh "$folder")"
}
END
