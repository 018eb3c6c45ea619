using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.LightClient;

/// <summary>The extrinsics of a final block: none is missing, changed or added.</summary>
public sealed class VerifiedBody
{
    private VerifiedBody(FinalizedHeader header, ImmutableArray<ReadOnlyMemory<byte>> extrinsics)
    {
        Header = header;
        Extrinsics = extrinsics;
    }

    /// <summary>The block.</summary>
    public FinalizedHeader Header { get; }

    /// <summary>The extrinsics in order, each with its length in front.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Extrinsics { get; }

    /// <summary>Checks a body against the header's extrinsics root.</summary>
    /// <param name="header">A final header.</param>
    /// <param name="extrinsics">The extrinsics as the block holds them; they are not copied and must not change any more.</param>
    /// <param name="body">The body, if it is that block's.</param>
    /// <param name="version">The trie's layout: V1 where the runtime's system version is 2 or more.</param>
    public static bool TryVerify(
        FinalizedHeader header,
        IReadOnlyList<ReadOnlyMemory<byte>> extrinsics,
        [NotNullWhen(true)] out VerifiedBody? body,
        StateVersion version = StateVersion.V0)
    {
        body = RootOf(extrinsics, version) == header.Header.ExtrinsicsRoot ? new VerifiedBody(header, [.. extrinsics]) : null;
        return body is not null;
    }

    /// <summary>The extrinsics root of a body.</summary>
    public static Hash256 RootOf(IReadOnlyList<ReadOnlyMemory<byte>> extrinsics, StateVersion version = StateVersion.V0) =>
        TrieRoot.Ordered(extrinsics, version);
}
