using System.Collections.Immutable;

namespace SubstraTee.Substrate;

/// <summary>The form of a chain's extrinsics.</summary>
public sealed record ExtrinsicMetadata
{
    /// <summary>The version of the format, as a rule 4.</summary>
    public required byte Version { get; init; }

    /// <summary>The type of the whole extrinsic, whose parameters name its parts; V14 only, else null.</summary>
    public uint? Type { get; init; }

    /// <summary>The type of the signer's address.</summary>
    public required uint AddressType { get; init; }

    /// <summary>The type of the call.</summary>
    public required uint CallType { get; init; }

    /// <summary>The type of the signature.</summary>
    public required uint SignatureType { get; init; }

    /// <summary>The type of what the signed extensions add to the extrinsic.</summary>
    public required uint ExtraType { get; init; }

    /// <summary>The signed extensions, in order.</summary>
    public required ImmutableArray<SignedExtensionMetadata> SignedExtensions { get; init; }
}
