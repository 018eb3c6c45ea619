using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient;

/// <summary>Makes sure that headers are a chain.</summary>
internal static class HeaderLinks
{
    public static LightClientError Check(IReadOnlyList<BlockHeader> headers, uint block, out Hash256[] hashes)
    {
        hashes = [];
        if (headers.Count == 0)
        {
            return new(LightClientFault.NoHeaders, block);
        }

        if (headers.Count > FinalityChain.MaxHeaders)
        {
            return new(LightClientFault.TooManyHeaders, headers[0].Number);
        }

        hashes = new Hash256[headers.Count];
        for (var i = 0; i < headers.Count; i++)
        {
            hashes[i] = headers[i].Hash();
            if (i > 0 && headers[i].Number != (ulong)headers[i - 1].Number + 1)
            {
                return new(LightClientFault.NumberGap, headers[i].Number);
            }

            if (i > 0 && headers[i].ParentHash != hashes[i - 1])
            {
                return new(LightClientFault.BrokenAncestry, headers[i].Number);
            }
        }

        return default;
    }
}
