using SubstraTee.Codec;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary><c>grandpa_*</c>: proofs of finality.</summary>
internal sealed class GrandpaRpc(ChainQueries queries, BlockFeed feed, GrandpaFinality finality)
{
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

    /// <summary>A block's <c>FinalityProof</c>: its hash, its justification, and no headers in between.</summary>
    private string ProveFinality(RpcCall call)
    {
        var number = call.Params.UInt32(0, "block");
        var block = number <= queries.Chain.Finalized.Number ? queries.Chain.Block(number) : null;
        if (block?.Justification is not { } justification)
        {
            return number == 0 ? null! : throw NodeRpcError.NotFinal(number, queries.Chain.Finalized.Number);
        }

        var proof = new ScaleWriter(justification.Length + 40);
        proof.WriteBytes32(block.Hash.Bytes);
        proof.WriteBytes(justification);
        proof.WriteCompact(0u);
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
