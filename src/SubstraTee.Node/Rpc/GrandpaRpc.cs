using SubstraTee.Codec;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary><c>grandpa_*</c>: proofs of finality.</summary>
internal sealed class GrandpaRpc(ChainQueries queries, BlockFeed feed, GrandpaFinality finality)
{
    // Who is further behind asks again from the last one.
    private const uint MaxUnknownHeaders = 4096;

    public void AddTo(RpcMethodTable methods)
    {
        methods.AddSubscription(
            "grandpa_subscribeJustifications", "grandpa_justifications", "grandpa_unsubscribeJustifications", _ => Follow);
        methods.Add("grandpa_proveFinality", NodeJson.Default.String, ProveFinality);
        methods.Add("grandpa_roundState", NodeJson.Default.RoundStateJson, _ => RoundState());
    }

    private void Follow(RpcSubscription subscription) => subscription.OnEnded(feed.Subscribe(
        _ => { },
        imported =>
        {
            if (imported.Block.Justification is { } justification)
            {
                subscription.Notify(Hex.Encode(justification), NodeJson.Default.String);
            }
        }));

    /// <summary>
    /// The <c>FinalityProof</c> of a block: hash and justification of the last block that the same voters have made final, and the
    /// headers between the two.
    /// </summary>
    private string ProveFinality(RpcCall call)
    {
        var chain = queries.Chain;
        var number = call.Params.UInt32(0, "block");
        if (number > chain.Finalized.Number || chain.Block(number) is not { } block)
        {
            throw NodeRpcError.NotFinal(number, chain.Finalized.Number);
        }

        var last = chain.LastOfSet(block);
        if (last.Justification is not { } justification)
        {
            return null!;
        }

        var between = Math.Min(last.Number - number, MaxUnknownHeaders);
        var proof = new ScaleWriter(justification.Length + 40 + ((int)between * 256));
        proof.WriteBytes32(last.Hash.Bytes);
        proof.WriteBytes(justification);
        proof.WriteCompact(between);
        for (var i = number + 1; i <= number + between; i++)
        {
            proof.WriteRaw(chain.HeaderOf(i)!);
        }

        return Hex.Encode(proof.WrittenSpan);
    }

    private RoundStateJson RoundState()
    {
        var best = queries.Chain.Best;
        var authorities = finality.AuthoritiesAfter(queries.StateAfter(best), best.Header);
        var none = new VotesJson(0, [.. authorities.Authorities.Select(authority => authority.PublicKey.ToString())]);
        return new RoundStateJson(
            authorities.SetId,
            new RoundJson(best.Number + 1, authorities.TotalWeight, authorities.Threshold, none, none),
            []);
    }
}
