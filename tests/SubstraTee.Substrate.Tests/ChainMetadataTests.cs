using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Substrate.Tests;

public class ChainMetadataTests
{
    private static readonly ChainMetadata Made = new(Sample.Made());

    [VectorFact]
    public void Pallets_calls_events_and_errors_of_a_live_chain_are_found_by_name()
    {
        var chain = ChainMetadata.Decode(Sample.Bytes("metadata-integritee-itp"));

        Assert.Equal("0x07044a6b31c4ea024dcc6d83f70c0acf00ddaa84935eacfd9472ad85281e2d04", chain.Hash.ToString());
        Assert.Equal((50, 54), (chain.Pallet("Teerex").Index, chain.Pallet("EnclaveBridge").Index));
        Assert.Equal(["proof", "worker_url", "attestation_method"], chain.Call("Teerex", "register_sgx_enclave").Fields.Select(field => field.Name));
        Assert.Equal((54, 0), (chain.Call("EnclaveBridge", "invoke").PalletIndex, chain.Call("EnclaveBridge", "invoke").Index));
        Assert.Equal("ProcessedParentchainBlock", chain.EventAt(54, chain.Event("EnclaveBridge", "ProcessedParentchainBlock").Index)!.Name);
        Assert.Equal("Balances.InsufficientBalance", chain.ErrorAt(10, 2)!.FullName);
        Assert.StartsWith("Balances.InsufficientBalance: ", chain.Explain(new DispatchError.Module(new ModuleError(10, 2))), StringComparison.Ordinal);
        Assert.Equal("integritee-polkadot", chain.Version!.SpecName);
        Assert.Equal(4096u, new ChainMetadata(Sample.Made()).Constant("System", "BlockHashCount", Scale.U32));
    }

    [VectorFact]
    public void Typed_calls_and_storage_fit_a_live_chain()
    {
        var chain = ChainMetadata.Decode(Sample.Bytes("metadata-integritee-itp"));
        var alice = new AccountId(Enumerable.Repeat((byte)1, 32).ToArray());

        var transfer = new CallEncoder<(MultiAddress First, UInt128 Second)>(
            chain, "Balances", "transfer_allow_death", Scale.Tuple(MultiAddress.Codec, Scale.CompactU128));
        var call = transfer.Encode((new MultiAddress.Id(alice), 1_000_000));
        Assert.Equal("0a0000" + Convert.ToHexStringLower(alice.ToArray()) + "02093d00", Convert.ToHexStringLower(call));
        Assert.True(transfer.TryDecode(call, out var back));
        Assert.Equal((new MultiAddress.Id(alice), (UInt128)1_000_000), back);
        Assert.False(transfer.TryDecode([.. call, 0], out _));
        Assert.Equal("Balances.transfer_allow_death", Calls.Identify(chain, call)!.FullName);
        Assert.Null(Calls.Identify(chain, call.AsSpan(..^1)));

        var invoke = new CallEncoder<(Hash256 First, byte[] Second)>(chain, "EnclaveBridge", "invoke", Scale.Tuple(Scale.Hash256, Scale.Bytes));
        Assert.Equal("3600", Convert.ToHexStringLower(invoke.Encode((default, [1, 2])).AsSpan(0, 2)));

        var account = new StorageMap<AccountId, AccountInfo>(chain, "System", "Account", Scale.AccountId, AccountInfo.Codec);
        Assert.Equal(StorageKey.Map("System", "Account", (StorageHasher.Blake2_128Concat, alice.ToArray())), account.Key(alice));
        Assert.Equal(alice, account.KeyOf(account.Key(alice)));
        Assert.Equal(AccountData.NewLogic, account.Default().Data.Flags);

        var upgrade = new StorageValue<LastRuntimeUpgradeInfo>(chain, "System", "LastRuntimeUpgrade", LastRuntimeUpgradeInfo.Codec);
        Assert.Equal(StorageKey.Prefix("System", "LastRuntimeUpgrade"), upgrade.Key);
    }

    [VectorFact]
    public void Every_storage_default_and_constant_of_live_chains_is_a_value_of_its_type()
    {
        foreach (var name in new[] { "metadata-substrate-v14", "metadata-substrate-v15", "metadata-integritee-itp" })
        {
            var chain = new ChainMetadata(Sample.Metadata(name));
            foreach (var pallet in chain.Metadata.Pallets)
            {
                foreach (var constant in pallet.Constants)
                {
                    AssertWalks(chain, constant.Type, constant.Value.AsSpan());
                }

                foreach (var entry in (pallet.Storage?.Entries ?? []).Where(entry => entry.Modifier == StorageEntryModifier.Default))
                {
                    AssertWalks(chain, entry.ValueType, entry.Default.AsSpan());
                }
            }
        }
    }

    [Fact]
    public void What_the_chain_lacks_is_named_together_with_what_it_has()
    {
        var pallet = Assert.Throws<ChainLacksException>(() => Made.Call("EnclaveBridge", "invoke"));
        Assert.Equal((ChainItemKind.Pallet, "EnclaveBridge"), (pallet.Kind, pallet.Name));
        Assert.Equal("the chain has no pallet 'EnclaveBridge'; it has: Made, System", pallet.Message);

        var call = Assert.Throws<ChainLacksException>(() => Made.Call("Made", "change"));
        Assert.Equal("pallet 'Made' has no call 'Made.change'; it has: clear, set", call.Message);

        Assert.Equal("pallet 'System' has no call 'System.remark'; it has: none", Assert.Throws<ChainLacksException>(() => Made.Call("System", "remark")).Message);
        Assert.Equal(ChainItemKind.Storage, Assert.Throws<ChainLacksException>(() => Made.Storage("System", "Number")).Kind);
        Assert.Equal(ChainItemKind.Constant, Assert.Throws<ChainLacksException>(() => Made.Constant("Made", "Max")).Kind);
        Assert.Null(Made.CallAt(9, 0));
        Assert.False(Made.HasCall("Made", "change"));
        Assert.True(Made.HasCall("Made", "set"));
    }

    [Fact]
    public void Another_form_of_a_call_is_noticed_before_anything_is_encoded()
    {
        var refused = Assert.Throws<ChainLacksException>(() => new CallEncoder<byte[]>(Made, "Made", "set", Scale.Bytes));
        Assert.Contains("(what: Vec<u8>, amount: Compact<u128>)", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ChainLacksException>(() => new CallEncoder<(byte[] First, UInt128 Second)>(Made, "Made", "set", Scale.Tuple(Scale.Bytes, Scale.U128)));
        var map = Assert.Throws<ChainLacksException>(() => new StorageMap<AccountId, uint>(Made, "System", "Account", Scale.AccountId, Scale.U32));
        Assert.Equal(
            "the chain's storage item 'System.Account' has another form: expected AccountId32 => u32, found AccountId32 => AccountInfo<u32, AccountData<u128>>",
            map.Message);
        Assert.Throws<ChainLacksException>(() => new StorageValue<AccountInfo>(Made, "System", "Account", AccountInfo.Codec));
        Assert.Throws<ChainLacksException>(() => new EventDecoder<uint>(Made, "Made", "Set", Scale.U32));
        Assert.Throws<ChainLacksException>(() => Made.Constant("System", "BlockHashCount", Scale.U64));
    }

    [Fact]
    public void Encoded_arguments_are_checked_against_the_call()
    {
        Assert.Equal([9, 3, 4, 7, 8], Calls.Encode(Made, "Made", "set", [4, 7, 8]));
        Assert.Throws<ScaleException>(() => Calls.Encode(Made, "Made", "set", [8, 7, 8]));
        Assert.Throws<ScaleException>(() => Calls.Encode(Made, "Made", "clear", [0]));
        Assert.Equal([9, 5], Calls.Encode(Made, "Made", "clear", []));
    }

    [Fact]
    public void Calls_are_written_from_values_by_name_or_by_place_and_read_back()
    {
        var what = new ScaleField("what", new ScaleValue.Bytes([7]));
        var amount = new ScaleField("amount", new ScaleValue.Number(5));
        byte[] expected = [9, 3, 4, 7, 20];

        Assert.Equal(expected, Calls.Encode(Made, "Made", "set", new ScaleValue.Composite([amount, what])));
        Assert.Equal(expected, Calls.Encode(Made, "Made", "set", new ScaleValue.Composite([what with { Name = null }, amount with { Name = null }])));
        Assert.Equal(new ScaleValue.Composite([what, amount]), Calls.Decode(Made, expected, out var call));
        Assert.Equal("Made.set", call.FullName);
        Assert.Throws<ScaleException>(() => Calls.Decode(Made, [9, 4], out _));
        Assert.Throws<ScaleException>(() => Calls.Decode(Made, [.. expected, 0], out _));

        Assert.StartsWith("Made.set lacks the argument 'amount'", Refused(what, what), StringComparison.Ordinal);
        Assert.StartsWith("Made.set takes 2 arguments, not 1", Refused(what), StringComparison.Ordinal);
        Assert.StartsWith("Made.set has no argument 'sum'", Refused(what, amount with { Name = "sum" }), StringComparison.Ordinal);
        Assert.Contains("amount", Refused(what, amount with { Value = new ScaleValue.Text("much") }), StringComparison.Ordinal);

        static string Refused(params ScaleField[] fields) => Assert.Throws<ArgumentException>(
            () => Calls.Encode(Made, "Made", "set", new ScaleValue.Composite([.. fields]))).Message;
    }

    [Fact]
    public void A_compact_unit_has_no_bytes()
    {
        var types = Made.Metadata.Types;
        var address = Made.Metadata.Extrinsic.AddressType;
        var reader = new ScaleReader([1, 42]);
        Made.Walker.Skip(ref reader, address);
        Assert.Equal(1, reader.Position);
        Assert.Equal("MultiAddress", types[(int)address].Path[^1]);
    }

    private static void AssertWalks(ChainMetadata chain, uint type, ReadOnlySpan<byte> value)
    {
        var reader = new ScaleReader(value);
        chain.Walker.Skip(ref reader, type);
        Assert.Equal(0, reader.Remaining);
        Assert.True(DynamicCodec.TryDecode(chain.Registry, type, value, out _, out var fault), fault.ToString());
    }
}
