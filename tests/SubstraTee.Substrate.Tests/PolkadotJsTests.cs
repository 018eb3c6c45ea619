using System.Text.Json.Nodes;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Substrate.Tests;

/// <summary>What is written here is compared with what @polkadot/types makes of the same metadata.</summary>
public class PolkadotJsTests
{
    private static readonly ChainMetadata Chain = new(Sample.Made());
    private static readonly ExtrinsicV4 Format = new(Chain);
    private static readonly SigningContext Context = new(7, 3, new Hash256(Enumerable.Repeat((byte)0xaa, 32).ToArray()));
    private static readonly Hash256 Birth = new(Enumerable.Repeat((byte)0xbb, 32).ToArray());

    [NpmFact("substrate")]
    public async Task It_reads_our_metadata_storage_keys_extrinsics_and_events()
    {
        using var bob = KeyPair.FromSecretUri("//Bob", KeyType.Sr25519);
        var set = new CallEncoder<(byte[] First, UInt128 Second)>(Chain, "Made", "set", Scale.Tuple(Scale.Bytes, Scale.CompactU128));
        var extra = new SignedExtra(300, Era.Mortal(64, 1000), Birth, 1_000_000_000_000);
        var answer = await AskAsync(
            MetadataVersion.V14,
            [],
            [Format.Sign(set.Encode(([1, 2, 3], 77)), bob, extra, Context), ExtrinsicV4.Unsigned(Calls.Encode(Chain, "Made", "clear", []))]);

        Assert.Equal(["System", "Made"], answer["pallets"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Equal(["Account", "Events"], answer["pallets"]![0]!["storage"]!.AsArray().Select(one => (string)one!));
        Assert.Equal("BlockHashCount", (string)answer["pallets"]![0]!["constants"]![0]!);
        Assert.Equal(9, (int)answer["pallets"]![1]!["index"]!);

        var signed = answer["decoded"]![0]!;
        Assert.Equal("made.set", (string)signed["call"]!);
        Assert.Equal("0x010203", (string)signed["args"]![0]!);
        Assert.Equal(bob.AccountId.ToString(), (string)signed["signer"]!);
        Assert.Equal((300, "1000000000000"), ((int)signed["nonce"]!, (string)signed["tip"]!));
        Assert.Equal(Hex.Encode(Era.Codec.Encode(extra.Era)), (string)signed["era"]!);
        Assert.Equal("made.clear", (string)answer["decoded"]![1]!["call"]!);

        var account = new StorageMap<AccountId, AccountInfo>(Chain, "System", "Account", Scale.AccountId, AccountInfo.Codec);
        Assert.Equal(account.Key(bob.AccountId).ToString(), (string)answer["keys"]![0]!);
        Assert.Equal(StorageKey.Prefix("System", "Events").ToString(), (string)answer["keys"]![1]!);

        Assert.Equal(
            new EventReader(Chain).Read(Events()).Select(one => one.Event.Name),
            answer["events"]!.AsArray().Select(one => ((string)one!["event"]!).Split('.')[1]));
        Assert.Equal(0, (int)answer["events"]![0]!["phase"]!);
        Assert.Equal("Finalization", (string)answer["events"]![2]!["phase"]!);
    }

    [NpmFact("substrate")]
    public async Task It_signs_the_same_bytes()
    {
        Signing[] all =
        [
            new(KeyType.Ed25519, 0, 5, 0),
            new(KeyType.Ed25519, 64, 5, 0),
            new(KeyType.Ed25519, 16, 700, 400),
            new(KeyType.Ecdsa, 4096, 5, 0),
            new(KeyType.Ecdsa, 0, 5, 300),
            new(KeyType.Sr25519, 32, 5, 300),
        ];
        var answer = await AskAsync(MetadataVersion.V15, new JsonArray([.. all.Select(one => (JsonNode)one.Job())]), []);

        for (var i = 0; i < all.Length; i++)
        {
            var (call, extra) = (all[i].Call, all[i].Extra);
            using var alice = KeyPair.FromSecretUri("//Alice", all[i].Type);
            var theirs = Hex.Decode((string)answer["extrinsics"]![i]!["extrinsic"]!);
            Assert.True(Format.TryDecode(theirs, out var decoded, out var fault), fault.ToString());
            Assert.True(Format.HasValidSignature(decoded, Context, extra.EraBlockHash));
            Assert.Equal(new MultiAddress.Id(alice.AccountId), decoded.Signed!.Signer);
            if (all[i].Type != KeyType.Sr25519)
            {
                Assert.Equal(Hex.Encode(Format.Sign(call, alice, extra, Context)), Hex.Encode(theirs));
            }

            var payload = Hex.Decode((string)answer["extrinsics"]![i]!["payload"]!);
            var expected = payload.Length > 256 ? Blake2b.Hash256(payload).ToArray() : payload;
            Assert.Equal(expected, Format.SignedPayload(call, extra, Context));
        }
    }

    private static async Task<JsonNode> AskAsync(MetadataVersion version, JsonArray extrinsics, byte[][] decode)
    {
        using var bob = KeyPair.FromSecretUri("//Bob", KeyType.Sr25519);
        var job = new JsonObject
        {
            ["metadata"] = Hex.Encode(Sample.Made().Encode(version)),
            ["extrinsics"] = extrinsics,
            ["decode"] = new JsonArray([.. decode.Select(bytes => (JsonNode)Hex.Encode(bytes))]),
            ["events"] = Hex.Encode(Events()),
            ["keys"] = new JsonArray(
                new JsonObject { ["pallet"] = "system", ["item"] = "account", ["args"] = new JsonArray(bob.AccountId.ToString()) },
                new JsonObject { ["pallet"] = "system", ["item"] = "events", ["args"] = new JsonArray() }),
        };
        return JsonNode.Parse(await Npm.RunAsync("substrate", "polkadot.mjs", job.ToJsonString()))!;
    }

    private static byte[] Events()
    {
        var info = DispatchInfo.Codec.Encode(new DispatchInfo(new Weight(1_000_000, 2000), DispatchClass.Operational, Pays.No));
        var writer = new ScaleWriter();
        writer.WriteCompact(3u);
        Phase.Codec.Write(writer, Phase.ApplyExtrinsic(0));
        writer.WriteRaw([0, 1, .. DispatchError.Codec.Encode(new DispatchError.Token(TokenError.Frozen)), .. info, 0]);
        Phase.Codec.Write(writer, Phase.ApplyExtrinsic(1));
        writer.WriteRaw([9, 0, .. new byte[32], 4, .. new byte[32]]);
        Phase.Codec.Write(writer, Phase.Finalization);
        writer.WriteRaw([9, 1, 0]);
        return writer.ToArray();
    }

    private sealed record Signing(KeyType Type, uint Period, uint Nonce, int Length)
    {
        private const uint Current = 12345;

        public byte[] Call { get; } = Calls.Encode(Chain, "Made", "set", [.. Scale.Bytes.Encode(new byte[Length]), 4]);

        public SignedExtra Extra { get; } = Period == 0
            ? new SignedExtra(Nonce, Era.Immortal, Context.GenesisHash, 17)
            : new SignedExtra(Nonce, Era.Mortal(Period, Current), Birth, 17);

        public JsonObject Job() => new()
        {
            ["type"] = Type.ToString().ToLowerInvariant(),
            ["signer"] = "//Alice",
            ["call"] = Hex.Encode(Call),
            ["period"] = Period,
            ["current"] = Current,
            ["nonce"] = Nonce,
            ["tip"] = 17,
            ["specVersion"] = Context.SpecVersion,
            ["transactionVersion"] = Context.TransactionVersion,
            ["genesisHash"] = Context.GenesisHash.ToString(),
            ["blockHash"] = Extra.EraBlockHash.ToString(),
        };
    }
}
