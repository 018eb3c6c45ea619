using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker;

/// <summary>Explains to the operator why the enclave did not start.</summary>
internal static class BootRefusal
{
    public static WorkerException Explain(RefusalCode code)
    {
        var (number, why, attempt) = code switch
        {
            RefusalCode.SealIdentityMismatch => (
                10, "the sealed state belongs to another platform, build or shard",
                "use the platform folder, enclave build and shard that sealed it, or start with an empty data folder"),
            RefusalCode.SealedTruncated => (
                11, "a sealed file is shorter than it was written", "restore it, or start with an empty data folder"),
            RefusalCode.SealedCorrupt => (
                12, "a sealed file was changed", "restore it, or start with an empty data folder"),
            RefusalCode.SealedSetInconsistent => (
                13, "the sealed files are not one set: some are older than others or missing",
                "restore one complete set, or start with an empty data folder"),
            RefusalCode.SealedVersionUnknown => (
                14, "the sealed files have a layout that this build does not read", "use the build that sealed them"),
            RefusalCode.MeasurementNotAllowed => (
                15, "the shard's policy does not admit this enclave build",
                "use the build that the policy names: substratee shard show"),
            RefusalCode.StfMismatch => (
                16, "the shard runs another state transition function than this enclave has", "use the enclave of that function"),
            RefusalCode.MetadataNotPinned or RefusalCode.SpecUnknown => (
                17, "the shard's policy does not pin the metadata of the chain's runtime",
                "the shard's authority has to pin the new runtime, or attach to the right chain"),
            RefusalCode.DescriptorInvalid => (18, "the shard's descriptor does not hold", "create the shard anew"),
            RefusalCode.ChainLacksFeature => (
                19, "the chain's runtime lacks something that the enclave needs", "attach to a chain with these pallets"),
            RefusalCode.EntropyUnhealthy => (20, "the platform's randomness failed its check", "do not use this machine"),
            _ => (2, $"it answered {code}", "see the worker's log"),
        };
        return new WorkerException($"STEE-E{number:0000}", $"the enclave refused to start ({Snake(code)})", why, attempt);
    }

    /// <summary>The name of a code as texts and JSON write it.</summary>
    public static string Snake(RefusalCode code) => SnakeCase.Of(code.ToString());
}
