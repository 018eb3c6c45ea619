using SubstraTee.Substrate;

namespace SubstraTee.LightClient.Tests;

public class FinalityProofTests
{
    private static readonly Voters First = new(setId: 3, count: 4);

    [Fact]
    public void A_justified_header_and_those_that_lead_to_it_are_final_without_the_way_there()
    {
        var headers = Headers.Chain(Headers.Genesis, 6);
        var part = headers.ToList().GetRange(3, 3);

        Assert.True(FinalityProof.TryVerify(part, First.JustifyEncoded(headers[5], votes: 3), First.Set, out var finalized, out var error));

        Assert.Equal(LightClientFault.None, error.Fault);
        Assert.Equal(part.Select(header => header.Hash()), finalized.Select(one => one.Hash));
    }

    [Fact]
    public void Other_voters_other_blocks_and_broken_links_prove_nothing()
    {
        var headers = Headers.Chain(Headers.Genesis, 6);
        Refused([], [], LightClientFault.NoHeaders);
        Refused([headers[5]], [], LightClientFault.Unjustified);
        Refused([headers[5]], First.JustifyEncoded(headers[4]), LightClientFault.BadJustification);
        Refused([headers[5]], First.JustifyEncoded(headers[5], votes: 2), LightClientFault.BadJustification);
        Refused([headers[5]], new Voters(4, 4).JustifyEncoded(headers[5]), LightClientFault.WrongSet);
        Refused([headers[3], headers[5]], First.JustifyEncoded(headers[5]), LightClientFault.NumberGap);
        Refused([Headers.Chain(headers[3], 1, salt: 7)[0], headers[5]], First.JustifyEncoded(headers[5]), LightClientFault.BrokenAncestry);
    }

    [Fact]
    public void What_comes_before_a_final_block_is_final()
    {
        var headers = Headers.Chain(Headers.Genesis, 6).ToList();
        Assert.True(FinalityProof.TryVerify([headers[5]], First.JustifyEncoded(headers[5]), First.Set, out var last, out _));

        Assert.True(FinalityProof.TryExtendBack(headers.GetRange(2, 3), last[0], out var before));

        Assert.Equal([3u, 4u, 5u], before.Select(one => one.Number));
        Assert.False(FinalityProof.TryExtendBack(headers.GetRange(1, 3), last[0], out _));
        Assert.False(FinalityProof.TryExtendBack([], last[0], out _));
    }

    private static void Refused(IReadOnlyList<BlockHeader> headers, byte[] justification, LightClientFault fault)
    {
        Assert.False(FinalityProof.TryVerify(headers, justification, First.Set, out var finalized, out var error));
        Assert.Empty(finalized);
        Assert.Equal(fault, error.Fault);
    }
}
