using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What a getter asks.</summary>
[ScaleType]
public abstract partial record Query
{
    private Query()
    {
    }

    /// <summary>The caller's next nonce: built in, for every STF.</summary>
    [ScaleVariant(0)]
    public sealed partial record Nonce : Query;

    /// <summary>A getter of the STF.</summary>
    /// <param name="Getter">Its SCALE encoding.</param>
    [ScaleVariant(1)]
    public sealed partial record Stf([MaxLength(ProtocolLimits.MaxPayloadBytes)] byte[] Getter) : Query;
}
