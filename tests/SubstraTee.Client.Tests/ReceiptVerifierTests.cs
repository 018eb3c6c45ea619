using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient.Tests;
using SubstraTee.Primitives;

namespace SubstraTee.Client.Tests;

public sealed class ReceiptVerifierTests : IDisposable
{
    private readonly ReceiptStory _story = new();

    public void Dispose() => _story.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 3)]
    public void A_receipt_holds_offline_for_each_of_its_requests(int request, int headersAfter)
    {
        var verdict = ReceiptVerifier.Verify(_story.Bundle(request, headersAfter), _story.Shard);

        Assert.True(verdict.Holds, verdict.Why);
        Assert.True(verdict.IsSimulated);
        Assert.Equal(_story.Enclave.AccountId, Assert.Single(verdict.Signers).Account);
        Assert.Equal(7u, verdict.AnchoredAt.Number);
    }

    [Fact]
    public void The_callers_secret_opens_the_outcome_and_nobody_elses_does()
    {
        var served = _story.Served(1);
        using var own = OutcomeKeys.Derive(_story.Requests[1].OutcomeSecret, _story.Shard, served.Leaf.Position);
        using var other = OutcomeKeys.Derive(_story.Requests[0].OutcomeSecret, _story.Shard, served.Leaf.Position);

        Assert.True(own.TryOpen(served.SealedOutcome.Span, served.Leaf, out var outcome));
        Assert.Equal([1], Assert.IsType<OutcomeStatus.Applied>(outcome.Status).Output);
        Assert.False(other.TryOpen(served.SealedOutcome.Span, served.Leaf, out _));
    }

    [Fact]
    public void Another_shard_is_refused() =>
        Refused(ReceiptFault.DescriptorMismatch, _story.Bundle(), new ShardId(Headers.Filled(3).Bytes));

    [Fact]
    public void A_receipt_of_another_shard_is_refused()
    {
        _story.Receipt = _story.Receipt with { Shard = new ShardId(Headers.Filled(3).Bytes) };
        Refused(ReceiptFault.WrongShard, _story.Bundle());
    }

    [Fact]
    public void A_layout_that_is_not_known_is_refused()
    {
        _story.Receipt = _story.Receipt with { Version = 2 };
        Refused(ReceiptFault.UnknownVersion, _story.Bundle());
    }

    [Fact]
    public void Another_requests_envelope_is_refused() =>
        Refused(ReceiptFault.EnvelopeMismatch, _story.Bundle(1) with { Envelope = _story.Requests[0].Envelope });

    [Fact]
    public void A_leaf_that_is_not_the_receipts_is_refused()
    {
        var bundle = _story.Bundle(1) with { Envelope = default };
        Refused(ReceiptFault.LeafNotInReceipt, With(bundle, served => served with { Leaf = _story.Leaves[0].Leaf }));
        Refused(ReceiptFault.LeafNotInReceipt, With(bundle, served => served with { Index = 0 }));
        Refused(ReceiptFault.LeafNotInReceipt, With(bundle, served => served with { Index = 3 }));
        Refused(ReceiptFault.LeafNotInReceipt, With(bundle, served => served with { Path = [] }));
        Refused(ReceiptFault.LeafNotInReceipt, With(bundle, served => served with { Path = [.. served.Path, Headers.Filled(1)] }));
        Refused(
            ReceiptFault.LeafNotInReceipt,
            With(bundle, served => served with { Leaf = served.Leaf with { OutcomeHash = Headers.Filled(1) } }));
    }

    [Fact]
    public void A_leaf_outside_the_receipts_blocks_is_refused()
    {
        _story.Receipt = _story.Receipt with { FirstBlock = new BlockRef(4, Headers.Filled(50)) };
        Refused(ReceiptFault.PositionOutside, _story.Bundle(1));
    }

    [Fact]
    public void Signatures_have_to_be_enough_valid_and_by_different_enclaves()
    {
        var bundle = _story.Bundle();
        Refused(ReceiptFault.TooFewSignatures, With(bundle, served => served with { Signatures = [] }));
        Refused(
            ReceiptFault.TooFewSignatures,
            With(bundle, served => served with { Signatures = [served.Signatures[0], served.Signatures[0]] }));
        Refused(
            ReceiptFault.BadSignature,
            With(bundle, served => served with { Signatures = [served.Signatures[0] with { Signature = new byte[64] }] }));
        Refused(
            ReceiptFault.BadSignature,
            With(bundle, served => served with { Receipt = served.Receipt with { CommitmentAfter = Headers.Filled(9) } }));
    }

    [Fact]
    public void A_threshold_of_two_is_not_met_by_one()
    {
        _story.Descriptor = _story.Descriptor with { Policy = _story.Descriptor.Policy with { ReceiptThreshold = 2 } };
        _story.Receipt = _story.Receipt with { Shard = _story.Shard };
        Refused(ReceiptFault.TooFewSignatures, _story.Bundle());
    }

    [Fact]
    public void A_block_that_is_not_final_anchors_nothing()
    {
        var bundle = _story.Bundle(1, headersAfter: 2);
        var anchor = bundle.Anchor;
        Refused(ReceiptFault.NotFinal, bundle with { Anchor = anchor with { Justification = default } });
        Refused(ReceiptFault.NotFinal, bundle with { Anchor = anchor with { Headers = [] } });
        Refused(ReceiptFault.NotFinal, bundle with { Anchor = anchor with { Headers = [anchor.Headers[0]] } });
        Refused(ReceiptFault.NotFinal, bundle with { Anchor = anchor with { Headers = [anchor.Headers[0], anchor.Headers[2]] } });
        Refused(
            ReceiptFault.NotFinal,
            bundle with { Anchor = anchor with { Justification = _story.Voters.JustifyEncoded(anchor.Headers[2], votes: 2) } });
        Refused(
            ReceiptFault.NotFinal,
            bundle with { Anchor = anchor with { Justification = new Voters(ReceiptStory.SetId + 1, 3).JustifyEncoded(anchor.Headers[2]) } });
    }

    [Fact]
    public void A_proof_with_changed_missing_or_foreign_nodes_is_refused()
    {
        var bundle = _story.Bundle();
        var proof = bundle.Anchor.Proof;
        Refused(ReceiptFault.BadProof, bundle with { Anchor = bundle.Anchor with { Proof = [] } });
        Refused(ReceiptFault.BadProof, bundle with { Anchor = bundle.Anchor with { Proof = [.. proof, new byte[] { 1, 2, 3 }] } });
        for (var i = 0; i < proof.Length; i++)
        {
            var fewer = ReceiptVerifier.Verify(bundle with { Anchor = bundle.Anchor with { Proof = proof.RemoveAt(i) } }, _story.Shard);
            Assert.False(fewer.Holds);
        }
    }

    [Fact]
    public void Another_receipt_on_chain_is_not_this_ones_anchor()
    {
        _story.Anchored = Headers.Filled(9);
        Refused(ReceiptFault.NotAnchored, _story.Bundle());
    }

    [Fact]
    public void A_signer_counts_only_as_an_admitted_member()
    {
        _story.HasInstance = false;
        Refused(ReceiptFault.SignerNotAdmitted, _story.Bundle());

        _story.HasInstance = true;
        var registration = _story.Registration!;
        _story.Registration = null;
        Refused(ReceiptFault.SignerNotAdmitted, _story.Bundle());

        _story.Registration = registration with { Fingerprint = Headers.Filled(9) };
        Refused(ReceiptFault.SignerNotAdmitted, _story.Bundle());
    }

    [Fact]
    public void An_enclave_without_evidence_counts_only_where_the_policy_says_so()
    {
        var rules = new EvidenceRules(
            [new TrustRoot(AnchorRole.KeystoneDevice, [.. new byte[32]], [], [])], TestRoots: true, 1, AllowDebug: false, 60_000, [], []);
        _story.Descriptor = _story.Descriptor with
        {
            Policy = _story.Descriptor.Policy with { AllowSkippedAttestation = false, Evidence = rules },
        };
        _story.Receipt = _story.Receipt with { Shard = _story.Shard };
        _story.Anchored = _story.Receipt.Hash;
        Refused(ReceiptFault.SignerNotAdmitted, _story.Bundle());
    }

    [Fact]
    public void A_bundle_survives_its_file()
    {
        var bundle = _story.Bundle(2, headersAfter: 1);

        Assert.True(ReceiptBundle.TryParse(bundle.ToJson(), out var read, out var why), why);

        Assert.True(ReceiptVerifier.Verify(read, _story.Shard).Holds);
        Assert.Equal(bundle.ToJson(), read.ToJson());
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "'schema' is missing")]
    [InlineData("{\"schema\":\"substratee.call/1\"}", "'schema' is not substratee.receipt/1")]
    [InlineData("{\"schema\":\"substratee.receipt/1\"}", "is missing")]
    public void What_is_no_bundle_is_refused_with_the_reason(string json, string why)
    {
        Assert.False(ReceiptBundle.TryParse(json, out _, out var said));
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_changed_byte_of_a_file_is_noticed_or_changes_nothing()
    {
        const int Seed = 20261124;
        var random = new Random(Seed);
        var bundle = _story.Bundle();
        var json = bundle.ToJson();
        for (var i = 0; i < 400; i++)
        {
            var at = random.Next(json.Length);
            var changed = $"{json[..at]}{(char)random.Next(32, 127)}{json[(at + 1)..]}";
            if (!ReceiptBundle.TryParse(changed, out var read, out _))
            {
                continue;
            }

            var verdict = ReceiptVerifier.Verify(read, _story.Shard);
            Assert.True(
                !verdict.Holds || Same(read, bundle),
                $"seed {Seed}, step {i}: character {at} was changed and the receipt still holds");
        }
    }

    // The sealed outcome is the caller's to open, not part of what the receipt proves to others.
    private static bool Same(ReceiptBundle one, ReceiptBundle other) =>
        (one with { Served = one.Served with { SealedOutcome = default } }).ToJson()
        == (other with { Served = other.Served with { SealedOutcome = default } }).ToJson();

    private static ReceiptBundle With(ReceiptBundle bundle, Func<ServedReceipt, ServedReceipt> change) =>
        bundle with { Served = change(bundle.Served) };

    private void Refused(ReceiptFault fault, ReceiptBundle bundle, ShardId? shard = null)
    {
        var verdict = ReceiptVerifier.Verify(bundle, shard ?? _story.Shard);
        Assert.Equal(fault, verdict.Fault);
        Assert.NotEmpty(verdict.Why);
        Assert.False(verdict.Holds);
    }
}
