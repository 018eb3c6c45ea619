# shellcheck shell=bash
# Sourced by the scripts: .NET's tools made quiet, and none of them outlives the script.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# The compiler stays warm between projects in a server of this run's own, so that no other build is disturbed.
compiler=substratee-$$-$RANDOM
# shellcheck disable=SC2034 # used by who sources this
warm_compiler=(-p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler")
stop_compiler() {
    local sdks
    sdks=$(dirname "$(readlink -f "$(command -v dotnet)")")/sdk
    dotnet "$sdks/$(dotnet --version)/Roslyn/bincore/VBCSCompiler.dll" "-pipename:$compiler" -shutdown >/dev/null || true
}
