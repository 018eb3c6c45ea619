using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What a runtime says of itself: types, pallets, the form of extrinsics and its APIs (metadata V14 and V15).</summary>
/// <remarks>
/// One model for both versions: what a version lacks is empty or null after decoding and left out by encoding. A runtime
/// that fills in all of it can be written as either. Source: <c>frame-metadata</c>, modules v14 and v15.
/// </remarks>
public sealed record RuntimeMetadata
{
    /// <summary>The longest metadata that is read: real ones have 0.3 to 1 MiB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>All types, the index being the number.</summary>
    public required ImmutableArray<PortableType> Types { get; init; }

    /// <summary>The pallets, in the order of the runtime's declaration.</summary>
    public required ImmutableArray<PalletMetadata> Pallets { get; init; }

    /// <summary>The form of extrinsics.</summary>
    public required ExtrinsicMetadata Extrinsic { get; init; }

    /// <summary>The type of the runtime itself.</summary>
    public required uint RuntimeType { get; init; }

    /// <summary>The runtime APIs; V15 only.</summary>
    public ImmutableArray<RuntimeApiMetadata> Apis { get; init; } = [];

    /// <summary>The types of all calls, events and errors; V15 only, else null.</summary>
    public OuterEnums? OuterEnums { get; init; }

    /// <summary>Further values by name; V15 only.</summary>
    public ImmutableArray<CustomValueMetadata> Custom { get; init; } = [];

    /// <summary>Reads metadata: the magic bytes <c>meta</c>, the version, the rest.</summary>
    /// <exception cref="MetadataException">The bytes are no metadata of version 14 or 15.</exception>
    public static RuntimeMetadata Decode(ReadOnlySpan<byte> bytes) => MetadataReader.Decode(bytes);

    /// <summary>Reads metadata that nobody vouches for.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out RuntimeMetadata? metadata, out MetadataFault fault)
    {
        try
        {
            metadata = MetadataReader.Decode(bytes);
            fault = MetadataFault.None;
            return true;
        }
        catch (MetadataException refused)
        {
            metadata = null;
            fault = refused.Fault;
            return false;
        }
    }

    /// <summary>Writes metadata of a version.</summary>
    /// <exception cref="InvalidOperationException">What the version needs is not there.</exception>
    public byte[] Encode(MetadataVersion version) => MetadataWriter.Encode(this, version);
}
