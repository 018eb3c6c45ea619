using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Testing;
using BridgeCall = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using BridgeEvent = SubstraTee.Runtime.EnclaveBridgePallet.Event;
using TeerexCall = SubstraTee.Runtime.TeerexPallet.Call;
using TeerexEvent = SubstraTee.Runtime.TeerexPallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>Tools that decode Integritee's pallets must read ours.</summary>
public class IntegriteeLayoutTests
{
    private const string A = "0101010101010101010101010101010101010101010101010101010101010101";
    private const string B = "0202020202020202020202020202020202020202020202020202020202020202";
    private const string One = "01000000000000000000000000000000";

    private static readonly ShardId Shard = ShardId.Parse(A);
    private static readonly AccountId Account = AccountId.Parse(B);
    private static readonly Hash256 Hash = Hash256.Parse(B);

    [Fact]
    public void Calls_have_integritees_bytes()
    {
        var address = new EnclaveInstanceAddress(Hash256.Parse(A), Account, new AnySigner.Known(new MultiSigner.Ed25519(Hash.Bytes)));
        var opaque = address with { Signer = new AnySigner.Opaque(new OpaqueSigner([7])) };
        var config = new ShardConfig(Hash, 3, [Account], MaintenanceMode: true);

        Check("3200 0c010203 01 0461 0001", new TeerexCall.RegisterSgxEnclave([1, 2, 3], "a"u8.ToArray(), new SgxAttestationMethod.Skip(true)));
        Check("3200 00 00 01", new TeerexCall.RegisterSgxEnclave([], null, new SgxAttestationMethod.Ias()));
        Check("3200 00 00 0200", new TeerexCall.RegisterSgxEnclave([], null, new SgxAttestationMethod.Dcap(false)));
        Check($"3201 {B}", new TeerexCall.UnregisterSovereignEnclave(Account));
        Check($"3202 {A} {B} 01 00 {B}", new TeerexCall.UnregisterProxiedEnclave(address));
        Check($"3202 {A} {B} 00 0407", new TeerexCall.UnregisterProxiedEnclave(opaque));
        Check("3203 0401 0402 0403", new TeerexCall.RegisterQuotingEnclave([1], [2], [3]));
        Check("3204 0401 0402 0403", new TeerexCall.RegisterTcbInfo([1], [2], [3]));
        Check("3205 01 00", new TeerexCall.SetSecurityFlags(true, false));

        Check($"3600 {A} 080102", new BridgeCall.Invoke(new Request(Shard, [1, 2])));
        Check($"3601 {A} {B} 04030201 {B}", new BridgeCall.ConfirmProcessedParentchainBlock(Shard, Hash, 0x01020304, Hash));
        Check($"3602 {A} 0405 {One}", new BridgeCall.ShieldFunds(Shard, [5], 1));
        Check($"3603 {A} {B} {One} {B}", new BridgeCall.UnshieldFunds(Shard, Account, 1, Hash));
        Check($"3604 {B} 04 {B} 080102", new BridgeCall.PublishHash(Hash, [Hash], [1, 2]));
        Check($"3605 {A} {B} 0103000000 0104{B} 01 05000000", new BridgeCall.UpdateShardConfig(Shard, config, 5));
        Check($"3606 {A} {B}", new BridgeCall.PurgeEnclaveFromShardStatus(Shard, Account));
    }

    [Fact]
    public void Events_have_integritees_bytes()
    {
        Check(
            $"3200 {B} 010461 0104 0001",
            new TeerexEvent.AddedSgxEnclave(Account, "a"u8.ToArray(), SgxStatus.ConfigurationNeeded, new SgxAttestationMethod.Skip(true)));
        Check($"3200 {B} 00 00 01", new TeerexEvent.AddedSgxEnclave(Account, null, null, new SgxAttestationMethod.Ias()));
        Check($"3201 {B}", new TeerexEvent.RemovedSovereignEnclave(Account));
        Check("3205 01 01", new TeerexEvent.UpdatedSecurityFlags(true, true));

        Check($"3600 {A}", new BridgeEvent.IndirectInvocationRegistered(Shard));
        Check($"3601 {A} 0409 {One}", new BridgeEvent.ShieldFunds(Shard, [9], 1));
        Check($"3602 {A} {B} {One}", new BridgeEvent.UnshieldedFunds(Shard, Account, 1));
        Check($"3603 {A} {B} {B} 04030201", new BridgeEvent.ProcessedParentchainBlock(Shard, Hash, Hash, 0x01020304));
        Check($"3604 {B} {B} 0401", new BridgeEvent.PublishedHash(Hash, Hash, [1]));
        Check($"3605 {A}", new BridgeEvent.ShardConfigUpdated(Shard));
        Check($"3606 {A} {B}", new BridgeEvent.PurgedEnclaveFromShardConfig(Shard, Account));
    }

    [Fact]
    public void Entries_have_integritees_bytes()
    {
        var enclave = new SgxEnclave(
            SgxReportData.Of(Account), Hash.Bytes, default, 5, [1], SgxBuildMode.Production, new SgxAttestationMethod.Dcap(true), SgxStatus.Ok);
        var zeros = new string('0', 64);

        Equal($"00 {B}{zeros} {B} {zeros} 0500000000000000 010401 01 0201 01", MultiEnclave.Codec.Encode(new MultiEnclave.Sgx(enclave)));
        Equal($"04 {B} {B} 07000000", ShardSigners.Codec.Encode(new ShardSigners([new ShardSignerStatus(Account, Hash, 7)])));
        Equal(
            $"{B} 00 00 00 01 {B} 00 00 01 01 09000000",
            UpgradableShardConfig.Codec.Encode(new UpgradableShardConfig(
                new ShardConfig(Hash, null, null, false), new ShardConfig(Hash, null, null, true), 9)));
    }

    [VectorTheory]
    [InlineData("Teerex")]
    [InlineData("EnclaveBridge")]
    public void Metadata_describes_the_pallet_as_integritees_chain_does(string name)
    {
        var theirs = RuntimeMetadata.Decode(File.ReadAllBytes(Vectors.PathOf("substrate/metadata-integritee-itp.scale")));
        var ours = RuntimeMetadata.Decode(TestChain.Runtime.Metadata(15)!.Value.Span);
        var (their, our) = (Pallet(theirs, name), Pallet(ours, name));

        Assert.Equal(their.Index, our.Index);
        Assert.Equal(Variants(theirs, their.CallType), Below32(ours, our.CallType));
        Assert.Equal(Variants(theirs, their.EventType), Below32(ours, our.EventType));
        var errors = Variants(theirs, their.ErrorType);
        Assert.Equal(errors, Variants(ours, our.ErrorType).Take(errors.Count));
        foreach (var entry in their.Storage!.Entries)
        {
            var same = our.Storage!.Entries.Single(one => one.Name == entry.Name);
            Assert.Equal(entry.Modifier, same.Modifier);
            Assert.Equal(entry.Hashers.ToArray(), same.Hashers.ToArray());
            Assert.Equal(entry.Default.ToArray(), same.Default.ToArray());
            Assert.Equal(Shape(theirs, entry.ValueType), Shape(ours, same.ValueType));
            Assert.Equal(
                entry.KeyType is { } theirKey ? Shape(theirs, theirKey) : null, same.KeyType is { } ourKey ? Shape(ours, ourKey) : null);
        }

        foreach (var constant in their.Constants)
        {
            var same = our.Constants.Single(one => one.Name == constant.Name);
            Assert.Equal(constant.Value.ToArray(), same.Value.ToArray());
        }
    }

    private static List<string> Below32(RuntimeMetadata metadata, uint? type) =>
        [.. Variants(metadata, type).Where(one => int.Parse(one.Split(' ')[0]) < 32)];

    private static PalletMetadata Pallet(RuntimeMetadata metadata, string name) => metadata.Pallets.Single(one => one.Name == name);

    private static List<string> Variants(RuntimeMetadata metadata, uint? type) =>
    [
        .. ((TypeDefinition.Variant)metadata.Types[(int)type!.Value].Definition).Variants
            .Select(one => $"{one.Index} {one.Name}({Fields(metadata, one.Fields)})"),
    ];

    private static string Fields(RuntimeMetadata metadata, ImmutableArray<TypeField> fields) =>
        string.Join(", ", fields.Select(one => $"{one.Name}: {Shape(metadata, one.Type)}"));

    private static string Shape(RuntimeMetadata metadata, uint number)
    {
        var type = metadata.Types[(int)number];
        return string.Join("::", type.Path) + type.Definition switch
        {
            TypeDefinition.Composite composite => $"{{{Fields(metadata, composite.Fields)}}}",
            TypeDefinition.Variant variant => string.Join(
                " | ", variant.Variants.Select(one => $"{one.Index} {one.Name}({Fields(metadata, one.Fields)})")),
            TypeDefinition.Sequence sequence => $"Vec<{Shape(metadata, sequence.Item)}>",
            TypeDefinition.Array array => $"[{Shape(metadata, array.Item)}; {array.Length}]",
            TypeDefinition.Tuple tuple => $"({string.Join(", ", tuple.Items.Select(one => Shape(metadata, one)))})",
            TypeDefinition.Compact compact => $"Compact<{Shape(metadata, compact.Item)}>",
            var other => other.ToString(),
        };
    }

    private static void Check(string expected, TeerexCall call) => Equal(expected, RuntimeCall.Codec.Encode(new RuntimeCall.Teerex(call)));

    private static void Check(string expected, BridgeCall call) => Equal(expected, RuntimeCall.Codec.Encode(new RuntimeCall.EnclaveBridge(call)));

    private static void Check(string expected, TeerexEvent happened) => Equal(expected, RuntimeEvent.Codec.Encode(new RuntimeEvent.Teerex(happened)));

    private static void Check(string expected, BridgeEvent happened) => Equal(expected, RuntimeEvent.Codec.Encode(new RuntimeEvent.EnclaveBridge(happened)));

    private static void Equal(string expected, byte[] actual) =>
        Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(actual));
}
