using System.Text.Json.Nodes;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Simulation;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node.Tests.Rpc;

public class RegistryTests
{
    private static readonly byte[] Code = [.. Enumerable.Repeat((byte)7, 64)];

    [Fact]
    public async Task A_member_registers_and_whoever_knows_metadata_alone_proves_its_evidence()
    {
        await using var node = await TestNode.StartAsync();
        using var seed = new SecretBytes(new byte[32]);
        using var device = new SimulatedKeystoneDevice(seed);
        var genesis = new BlockRef(0, node.Node.GenesisHash);
        var descriptor = Descriptor(genesis, device);
        await SubmitAsync(node, "create_shard", Scale.Bytes, ShardDescriptor.Codec.Encode(descriptor), 0);

        var binding = new EvidenceBinding(EvidencePurpose.Serve, genesis.Hash, descriptor.Id, default, default, genesis);
        var report = device.Report(new SimulatedKeystoneReport { EnclaveHash = [.. Code], Data = [.. binding.ReportData(TestNode.Bob.AccountId)] });
        var evidence = new MemberEvidence(EvidenceKind.Keystone, report, null, binding);
        var block = await SubmitAsync(
            node,
            "register_member",
            Scale.Tuple(Scale.ShardId, MemberEvidence.Codec, Scale.OptionRef(Scale.Bytes)),
            (descriptor.Id, evidence, (byte[]?)"wss://a"u8.ToArray()),
            1);

        var members = new StorageDoubleMap<ShardId, AccountId, MemberRecord>(
            node.Metadata, "EnclaveBridge", "Members", Scale.ShardId, Scale.AccountId, MemberRecord.Codec);
        var key = Hex.Encode(members.Key(descriptor.Id, TestNode.Bob.AccountId).Span);
        var answer = await node.AskAsync("state_getReadProof", new JsonArray(key), block);
        var proof = answer.GetProperty("proof").EnumerateArray().Select(one => (ReadOnlyMemory<byte>)Hex.Decode(one.GetString()!)).ToList();
        var root = Hash256.Parse((await node.AskAsync("chain_getHeader", block)).GetProperty("stateRoot").GetString()!);
        Assert.True(VerifiedState.TryOpen(root, proof, ProofLimits.Default, out var state, out var error), error.ToString());
        var record = members.Decode(state!.Read(Hex.Decode(key)).Value.Span);

        Assert.Equal("wss://a"u8.ToArray(), record.Url);
        Assert.True(record.Simulated);
        var decision = MemberJudge.Judge(descriptor.Policy, TestNode.Bob.AccountId, record.Evidence, null, record.RegisteredAtMs);
        Assert.Equal(record.Measurement, Assert.IsType<PolicyDecision.Accepted>(decision).Evidence.Measurement);
    }

    private static ShardDescriptor Descriptor(BlockRef genesis, SimulatedKeystoneDevice device) => new(
        ShardDescriptor.CurrentVersion,
        genesis.Hash,
        genesis,
        SetId: 0,
        [new FinalityAuthority(TestNode.Bob.AccountId.Bytes, 1)],
        ParachainId: null,
        default,
        new AdmissionPolicy(
            [new Measurement(MeasurementFamily.Keystone, Code)],
            new EvidenceRules(
                [TrustRoot.Of(device.Anchor)],
                TestRoots: true,
                EvidenceRules.MaskOf([TcbStatus.UpToDate]),
                AllowDebug: false,
                86_400_000,
                [],
                [new RegisterRule(EvidenceKind.Keystone, "sm_hash", device.MonitorHash)]),
            false,
            1,
            [],
            60_000),
        Authority: null,
        ChangeDelayBlocks: 0,
        Salt: default);

    // Bob is ed25519, as enclaves are.
    private static async Task<string> SubmitAsync<T>(TestNode node, string call, ScaleCodec<T> codec, T arguments, uint nonce)
    {
        var encoded = new CallEncoder<T>(node.Metadata, "EnclaveBridge", call, codec).Encode(arguments);
        var last = JsonNode.Parse((await node.WatchAsync(node.Sign(TestNode.Bob, encoded, nonce)))[^1])!;
        return (string)last["finalized"]!;
    }
}
