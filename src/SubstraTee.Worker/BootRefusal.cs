using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>Explains to the operator why the enclave did not start.</summary>
internal static class BootRefusal
{
    public static WorkerException Explain(RefusalCode code)
    {
        var (number, why, attempt) = code switch
        {
            RefusalCode.SealIdentityMismatch => (
                "STEE-E0010", "the sealed state belongs to another platform, build or shard",
                "use the platform folder, enclave build and shard that sealed it, or start with an empty data folder"),
            RefusalCode.SealedTruncated => (
                "STEE-E0011", "a sealed file is shorter than it was written", "restore it, or start with an empty data folder"),
            RefusalCode.SealedCorrupt => (
                "STEE-E0012", "a sealed file was changed", "restore it, or start with an empty data folder"),
            RefusalCode.SealedSetInconsistent => (
                "STEE-E0013", "the sealed files are not one set: some are older than others or missing",
                "restore one complete set, or start with an empty data folder"),
            RefusalCode.SealedVersionUnknown => (
                "STEE-E0014", "the sealed files have a layout that this build does not read", "use the build that sealed them"),
            RefusalCode.MeasurementNotAllowed => (
                "STEE-E0015", "the shard's policy does not admit this enclave build",
                "use the build that the policy names: substratee shard show"),
            RefusalCode.StfMismatch => (
                "STEE-E0016", "the shard runs another state transition function than this enclave has", "use the enclave of that function"),
            RefusalCode.MetadataNotPinned or RefusalCode.SpecUnknown => (
                "STEE-E0017", "the shard's policy does not pin the metadata of the chain's runtime",
                "the shard's authority has to pin the new runtime, or attach to the right chain"),
            RefusalCode.DescriptorInvalid => ("STEE-E0018", "the shard's descriptor does not hold", "create the shard anew"),
            RefusalCode.ChainLacksFeature => (
                "STEE-E0019", "the chain's runtime lacks something that the enclave needs", "attach to a chain with these pallets"),
            RefusalCode.CodeInvalid or RefusalCode.CodeMissing => (
                "STEE-E0021", "what the chain has as the shard's code is no function of the kind that this enclave runs",
                "check the module: substratee wasm inspect FILE"),
            RefusalCode.NotAdmitted => (
                "STEE-E0022", "the shard's policy takes no evidence of this platform, and none of its enclaves without evidence",
                "name the platform that the policy has roots for with --platform: substratee shard show"),
            RefusalCode.EntropyUnhealthy => ("STEE-E0020", "the platform's randomness failed its check", "do not use this machine"),
            _ => ("STEE-E0002", $"it answered {code}", "see the worker's log"),
        };
        return new WorkerException(number, $"the enclave refused to start ({Snake(code)})", why, attempt);
    }

    /// <summary>The name of a code as texts and JSON write it.</summary>
    public static string Snake(RefusalCode code) => SnakeCase.Of(code.ToString());
}
