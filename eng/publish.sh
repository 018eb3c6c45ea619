#!/usr/bin/env bash
# Usage: eng/publish.sh   Publishes the command line and the enclave programs if a source changed since the last time, and
# prints their folder. Each build has a folder of its own, since programs of the last one may still be running.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

current=artifacts/publish/current
fresh() {
    [ -e "$current/.started" ] &&
        [ -z "$(find src eng samples/*/*.wasm Directory.* global.json -newer "$current/.started" -print -quit)" ]
}

publish() {
    local folder log old start=$SECONDS
    # Users get the same programs sooner without the analyzers; ./test builds with them.
    local unexamined=(-p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false)
    folder=$PWD/artifacts/publish/$(date +%Y%m%d-%H%M%S)
    log=$folder.log
    trap stop_compiler EXIT
    mkdir -p "$folder"
    touch "$folder/.started"
    {
        dotnet restore src/SubstraTee.Cli --locked-mode -v:q &&
            dotnet restore src/SubstraTee.Enclave.Counter --locked-mode -v:q &&
            dotnet restore src/SubstraTee.Enclave.Wasm --locked-mode -v:q &&
            dotnet publish src/SubstraTee.Cli -c Release -r linux-x64 --no-restore -v:q -m:2 -o "$folder" \
                "${warm_compiler[@]}" "${unexamined[@]}" &&
            export SUBSTRATEE_BUILD_ARGUMENTS="-m:2 ${warm_compiler[*]} ${unexamined[*]}" &&
            eng/publish-enclave.sh "$folder/enclaves/counter" &&
            eng/publish-enclave.sh "$folder/enclaves/wasm" src/SubstraTee.Enclave.Wasm
    } >"$log" 2>&1 || fail "the build failed" "$(grep -E 'error|missing|why|try' "$log" | sort -u | head -n 20)" "log: $log"
    ln -sfn "$(basename "$folder")" "$current"
    echo "built in $((SECONDS - start)) s" >&2
    for old in artifacts/publish/2*[0-9]/; do
        old=$PWD/${old%/}
        [ "$old" = "$folder" ] || [ -n "$(find /proc/[0-9]*/exe -maxdepth 0 -lname "$old/*" 2>/dev/null)" ] ||
            rm -rf "$old" "$old.log"
    done
}

if ! fresh; then
    # shellcheck source=eng/common.sh
    source eng/common.sh
    mkdir -p artifacts/publish
    (
        flock 9
        fresh || {
            echo "building substratee (first start, or sources changed)" >&2
            eng/install.sh sdk 9>&-
            publish 9>&-
        }
    ) 9>artifacts/publish/.lock
fi
readlink -f "$current"
