using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol.Tests;

/// <summary>
/// The bytes of docs/protocol.md, frozen. They were written down once from the document's layout; whoever changes one
/// changes the protocol, and needs a new version or domain tag.
/// </summary>
public class GoldenBytesTests
{
    [Fact]
    public void Descriptor_has_the_documented_layout_and_its_hash_is_the_shard_id()
    {
        var expected = new ScaleWriter();
        expected.WriteByte(1);
        expected.WriteRaw(Samples.Fill(1));
        expected.WriteU32(0);
        expected.WriteRaw(Samples.Fill(1));
        expected.WriteU64(0);
        expected.WriteCompact(2u);
        expected.WriteRaw(Samples.Fill(0x11));
        expected.WriteU64(1);
        expected.WriteRaw(Samples.Fill(0x12));
        expected.WriteU64(2);
        expected.WriteByte(0);
        expected.WriteRaw(Samples.Fill(3));
        expected.WriteCompact(1u);
        expected.WriteByte(0);
        expected.WriteBytes(Samples.Fill(4));
        expected.WriteByte(0);
        expected.WriteByte(1);
        expected.WriteU16(1);
        expected.WriteCompact(1u);
        expected.WriteU32(1);
        expected.WriteRaw(Samples.Fill(5));
        expected.WriteU32(30_000);
        expected.WriteByte(1);
        expected.WriteRaw(Samples.Fill(6));
        expected.WriteU32(10);
        expected.WriteRaw(Samples.Fill(8));
        var bytes = ShardDescriptor.Codec.Encode(Samples.Descriptor);
        Assert.Equal(expected.ToArray(), bytes);

        var tagged = new ScaleWriter();
        Scale.Str.Write(tagged, "substratee/shard-descriptor/1");
        tagged.WriteRaw(bytes);
        Assert.Equal(Blake2b.Hash256(tagged.WrittenSpan).Bytes, Samples.Descriptor.Id.Bytes);
        Frozen("descriptor", Samples.Descriptor.Id.ToString());
    }

    [Fact]
    public void Rules_for_evidence_have_the_documented_layout()
    {
        var expected = new ScaleWriter();
        expected.WriteCompact(2u);
        expected.WriteByte(7);
        expected.WriteBytes(Samples.Fill(0x21));
        expected.WriteBytes([]);
        expected.WriteBytes([]);
        expected.WriteByte(7);
        expected.WriteBytes(Samples.Fill(0x22));
        expected.WriteBytes([1]);
        expected.WriteBytes([2, 3]);
        expected.WriteByte(1);
        expected.WriteU16(0b101);
        expected.WriteByte(0);
        expected.WriteU64(86_400_000);
        expected.WriteCompact(1u);
        expected.WriteByte(3);
        Scale.Str.Write(expected, "snp");
        expected.WriteU64(22);
        expected.WriteCompact(1u);
        expected.WriteByte(6);
        Scale.Str.Write(expected, "sm");
        expected.WriteBytes([4, 5]);
        Assert.Equal(expected.ToArray(), EvidenceRules.Codec.Encode(Samples.EvidenceRules));
    }

    [Fact]
    public void Report_data_is_the_account_and_a_hash_of_the_binding_Row18()
    {
        var account = Samples.Alice.AccountId;
        var expected = new ScaleWriter();
        Scale.Str.Write(expected, "substratee/report-data/1");
        expected.WriteByte(1);
        expected.WriteRaw(Samples.Fill(1));
        expected.WriteRaw(Samples.Fill(2));
        expected.WriteRaw(Samples.Fill(0x23));
        expected.WriteRaw(Samples.Fill(0x24));
        expected.WriteU32(9);
        expected.WriteRaw(Samples.Fill(9));
        var data = Samples.Binding.ReportData(account);
        Assert.Equal([.. account.ToArray(), .. Blake2b.Hash256(expected.WrittenSpan).ToArray()], data);
        Frozen("report-data", Hex.Encode(data));
    }

    [Fact]
    public void Collateral_is_named_by_its_bytes_and_read_in_one_order_alone()
    {
        var bytes = CollateralBundle.Codec.Encode(Samples.Collateral);
        Assert.Equal("0x0103080c61726b04030c76656b080102", Hex.Encode(bytes));
        Assert.True(CollateralBundle.TryRead(bytes, out var read));
        Assert.Equal(Samples.Collateral.Hash, read.Hash);
        Frozen("collateral", read.Hash.ToString());
        var swapped = Samples.Collateral with { Items = [.. Samples.Collateral.Items.Reverse()] };
        Assert.False(CollateralBundle.TryRead(CollateralBundle.Codec.Encode(swapped), out _));
        var twice = Samples.Collateral with { Items = [Samples.Collateral.Items[0], Samples.Collateral.Items[0]] };
        Assert.False(CollateralBundle.TryRead(CollateralBundle.Codec.Encode(twice), out _));
    }

    [Fact]
    public void A_member_and_its_evidence_are_frozen()
    {
        var evidence = new MemberEvidence(EvidenceKind.SevSnp, [1, 2, 3], Samples.Collateral.Hash, Samples.Binding);
        Frozen("member-evidence", Hash(MemberEvidence.Codec.Encode(evidence)));
        var member = new MemberRecord(
            new Measurement(MeasurementFamily.SevSnp, Samples.Fill(4)), TcbStatus.OutOfDate, true, false, 0, 1, 5, 6, "ws://x"u8.ToArray(), evidence);
        Frozen("member", Hash(MemberRecord.Codec.Encode(member)));
    }

    [Fact]
    public void Receipt_has_the_documented_layout()
    {
        var bytes = Receipt.Codec.Encode(Samples.Receipt);
        Assert.Equal(1 + 32 + 4 + 36 + 36 + 32 + 32 + 4 + 32, bytes.Length);
        Frozen("receipt", Samples.Receipt.Hash.ToString());
        Frozen("leaf", Samples.Leaf.Hash.ToString());
        var signed = Samples.Receipt.SigningPayload();
        Assert.Equal(Scale.Str.Encode("substratee/receipt/1"), signed[..21]);
        Assert.Equal(bytes, signed[21..]);
    }

    [Fact]
    public void Call_and_getter_signing_payloads_are_frozen()
    {
        var call = TrustedCallSigned.Sign(Samples.Alice, Samples.Genesis, Samples.Shard, 0, 5, [1, 2, 3]);
        Frozen("call-payload", Hash(call.SigningPayload()));
        Frozen("call", Hash(TrustedCallSigned.Codec.Encode(call)));
        var getter = new TrustedGetter(
            Samples.Genesis, Samples.Shard, new ShieldingKey(Samples.Fill(0x20)), 20, new Query.Stf([0]), null).SignedBy(Samples.Alice);
        Frozen("getter-payload", Hash(getter.SigningPayload(Samples.Alice.AccountId)));
        Frozen("getter", Hash(TrustedGetter.Codec.Encode(getter)));
    }

    [Fact]
    public void Envelope_starts_with_version_suite_and_epoch_and_is_frozen_for_fixed_entropy()
    {
        using var shielding = X25519KeyPair.FromSeed(Samples.Secret(0x30));
        using var seed = Samples.Secret(0x31);
        var target = new ShardTarget(Samples.Genesis, Samples.Shard, 3, shielding.PublicKey);
        using var request = RequestCipher.Seal(DomainTag.Call, target, [1, 2, 3], seed);
        Assert.Equal([1, 1, 3, 0, 0, 0], request.Envelope.Span[..6].ToArray());
        Assert.Equal(6 + 32 + 256 + 16, request.Envelope.Length);
        Frozen("envelope", request.Hash.ToString());
    }

    [Fact]
    public void Outcome_commitment_and_keys_are_frozen()
    {
        using var secret = Samples.Secret(0x40);
        using var keys = OutcomeKeys.Derive(secret, Samples.Shard, new Position(7, 2));
        var outcome = new Outcome(new Position(7, 2), new Hash256(Samples.Fill(0xc0)), new OutcomeStatus.BadNonce(4, 3));
        var leaf = keys.LeafOf(outcome);
        Frozen("outcome-leaf", leaf.Hash.ToString());
        Frozen("sealed-outcome", Hash(keys.Seal(outcome, leaf)));
        using var stateKey = Samples.Secret(0x41);
        using var commitmentKey = Commitment.DeriveKey(stateKey, Samples.Shard);
        Frozen("commitment", Commitment.Of(commitmentKey, Samples.Shard, 9, new Hash256(Samples.Fill(0x42))).ToString());
        Frozen("state-key-check", Commitment.StateKeyCheck(stateKey, Samples.Shard, 1).ToString());
    }

    [Fact]
    public void Sealed_header_stf_identity_and_signer_set_are_frozen()
    {
        var header = new SealedHeader(
            SealedHeader.MagicBytes.ToArray(),
            SealedHeader.CurrentFormat,
            SealedKind.Log,
            new Measurement(MeasurementFamily.Simulated, Samples.Fill(4)),
            new byte[16],
            Samples.Shard,
            0,
            new InstanceId(Samples.Fill(0x50)),
            12,
            Samples.Block7,
            Samples.Block9,
            new Hash256(Samples.Fill(0x51)),
            100,
            new Bytes32(Samples.Fill(0x52)));
        Assert.Equal("STEE"u8.ToArray(), SealedHeader.Codec.Encode(header)[..4]);
        Frozen("sealed-header", header.Hash.ToString());
        var stf = new StfIdentity(StfKind.CSharp, "counter", 1, new Hash256(Samples.Fill(0x60)), default);
        Frozen("stf", stf.Hash.ToString());
        var alice = Samples.Alice.AccountId;
        Assert.Equal(alice.Bytes, Receipt.SignerKey([alice]).Bytes);
        Frozen("signer-set", Receipt.SignerKey([new AccountId(Samples.Fill(1)), alice]).ToString());
    }

    [Fact]
    public void Inputs_effects_and_refusals_keep_their_numbers()
    {
        Assert.Equal(3, EnclaveInput.Codec.Encode(new EnclaveInput.ImportBlocks([], []))[0]);
        Assert.Equal(4, EnclaveInput.Codec.Encode(new EnclaveInput.Query([]))[0]);
        Assert.Equal(7, EnclaveInput.Codec.Encode(new EnclaveInput.Stop())[0]);
        Assert.Equal([7, 50], EnclaveEffect.Codec.Encode(new EnclaveEffect.Refused(RefusalCode.Superseded)));
        Assert.Equal([5, 0], EnclaveEffect.Codec.Encode(new EnclaveEffect.WantKeys([])));
        Assert.Equal(
            "1,2,3,4,5,6,10,11,12,13,14,15,16,17,20,21,22,23,24,25,30,31,32,33,34,35,36,37,38,39,40,50,51,52,53,54,55,56,57,58,60,61,62,63,64,65,66,"
                + "70,71,72,73",
            string.Join(',', Enum.GetValues<RefusalCode>().Select(code => (byte)code)));
    }

    [Fact]
    public void Domain_tags_are_all_different()
    {
        var tags = typeof(DomainTag).GetFields().Select(field => ((DomainTag)field.GetValue(null)!).Name).ToList();
        Assert.Equal(tags.Count, tags.Distinct(StringComparer.Ordinal).Count());
        Assert.All(tags, tag => Assert.Matches("^substratee/[a-z-]+/1$", tag));
    }

    private static string Hash(byte[] bytes) => Blake2b.Hash256(bytes).ToString();

    private static void Frozen(string name, string actual)
    {
        var path = Path.Combine(SubstraTee.Testing.Repository.Root, "tests", "SubstraTee.Enclave.Protocol.Tests", "golden.txt");
        var line = File.ReadLines(path).SingleOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        Assert.True(line is not null, $"golden.txt lacks: {name} {actual}");
        Assert.Equal(line, $"{name} {actual}");
    }
}
