using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>The constants that weights, lengths and fees come from.</summary>
/// <remarks>
/// Weights are picoseconds on a core of 2025, rounded up from measurements of this runtime (checking an sr25519 signature
/// is most of an extrinsic). They are fixed numbers, because every execution of a block must come to the same fee.
/// </remarks>
internal static class RuntimeLimits
{
    /// <summary>What an extrinsic costs apart from its call: decoding, signature, nonce, fee, events.</summary>
    public const ulong BaseExtrinsic = 100_000_000;

    /// <summary>Bytes of all extrinsics that a block may have.</summary>
    public const uint MaxBlockBytes = 5 * 1024 * 1024;

    private const ulong PicosecondsPerSecond = 1_000_000_000_000;
    private const ulong BaseCall = 10_000_000;
    private const ulong PerByte = 1_000;
    private const ulong PerRead = 1_000_000;
    private const ulong PerWrite = 2_000_000;
    private const ulong ProofPerAccess = 1_024;

    /// <summary>Two seconds of work, of which users may take three quarters.</summary>
    public static BlockWeights Weights { get; } = Limits();

    public static BlockLength Length { get; } = new(
        new PerDispatchClass<uint>(MaxBlockBytes / 4 * 3, MaxBlockBytes, MaxBlockBytes));

    public static RuntimeDbWeight Database { get; } = new(PerRead, PerWrite);

    /// <summary>A user's call with so many accesses to the state and so many bytes to go over.</summary>
    public static DispatchInfo Normal(int reads, int writes, int bytes = 0) =>
        new(Of(reads, writes, bytes), DispatchClass.Normal, Pays.Yes);

    /// <summary>A call that keeps the chain running.</summary>
    public static DispatchInfo Operational(int reads, int writes, int bytes = 0) =>
        new(Of(reads, writes, bytes), DispatchClass.Operational, Pays.Yes);

    /// <summary>A call that every block must have.</summary>
    public static DispatchInfo Mandatory(int reads, int writes) => new(Of(reads, writes, 0), DispatchClass.Mandatory, Pays.Yes);

    private static Weight Of(int reads, int writes, int bytes)
    {
        var accesses = (ulong)(uint)reads + (uint)writes;
        return new Weight(
            BaseCall + ((ulong)(uint)reads * PerRead) + ((ulong)(uint)writes * PerWrite) + ((ulong)(uint)bytes * PerByte),
            accesses * ProofPerAccess);
    }

    private static BlockWeights Limits()
    {
        var max = new Weight(2 * PicosecondsPerSecond, 64 * 1024 * 1024);
        var normal = new Weight(max.RefTime / 4 * 3, max.ProofSize / 4 * 3);
        var baseExtrinsic = new Weight(BaseExtrinsic, 0);
        return new BlockWeights(
            new Weight(BaseExtrinsic, 0),
            max,
            new PerDispatchClass<WeightsPerClass>(
                new WeightsPerClass(baseExtrinsic, Less(normal, baseExtrinsic), normal, new Weight(0, 0)),
                new WeightsPerClass(baseExtrinsic, Less(max, baseExtrinsic), max, Less(max, normal)),
                new WeightsPerClass(baseExtrinsic, null, null, null)));
    }

    private static Weight Less(Weight left, Weight right) =>
        new(left.RefTime - right.RefTime, left.ProofSize - Math.Min(left.ProofSize, right.ProofSize));
}
