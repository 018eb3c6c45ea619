using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime.Tests;

public class MetadataTests
{
    private static readonly ChainRuntime Runtime = TestChain.Runtime;

    [Theory]
    [InlineData(14u)]
    [InlineData(15u)]
    public void Metadata_reads_back_as_it_was_written(uint version)
    {
        var bytes = Runtime.Metadata(version)!.Value;

        var metadata = RuntimeMetadata.Decode(bytes.Span);

        Assert.Equal(bytes.ToArray(), metadata.Encode((MetadataVersion)version));
        Assert.Null(Runtime.Metadata(13));
    }

    [Theory]
    [InlineData("System", 0)]
    [InlineData("Timestamp", 3)]
    [InlineData("Sudo", 5)]
    [InlineData("Balances", 10)]
    [InlineData("TransactionPayment", 11)]
    [InlineData("Grandpa", 24)]
    [InlineData("Teerex", 50)]
    [InlineData("EnclaveBridge", 54)]
    public void Pallets_have_the_indices_of_integritees_node(string pallet, byte index) =>
        Assert.Equal(index, Chain(15).Pallet(pallet).Index);

    [Fact]
    public void Calls_and_events_stand_in_the_outer_enums_under_their_pallets_index()
    {
        var metadata = Chain(15).Metadata;
        foreach (var pallet in metadata.Pallets)
        {
            Assert.Equal(pallet.CallType, Inner(metadata.OuterEnums!.CallType, pallet));
            Assert.Equal(pallet.EventType, Inner(metadata.OuterEnums.EventType, pallet));
            Assert.Equal(pallet.ErrorType, Inner(metadata.OuterEnums.ErrorType, pallet));
        }

        uint? Inner(uint outer, PalletMetadata pallet)
        {
            var variants = ((TypeDefinition.Variant)metadata.Types[(int)outer].Definition).Variants;
            var variant = variants.SingleOrDefault(one => one.Index == pallet.Index);
            Assert.Equal(variant?.Name ?? pallet.Name, pallet.Name);
            return variant?.Fields.Single().Type;
        }
    }

    [Fact]
    public void A_client_that_knows_metadata_alone_can_transfer_and_read_what_happened()
    {
        var chain = new TestChain();
        var known = Chain(14);
        var call = new CallEncoder<(MultiAddress, UInt128)>(
                known, "Balances", "transfer_keep_alive", Scale.Tuple(MultiAddress.Codec, Scale.CompactU128))
            .Encode((new MultiAddress.Id(TestChain.Bob.AccountId), TestChain.Unit));
        var signing = new SigningContext(Runtime.Version.SpecVersion, Runtime.Version.TransactionVersion, chain.Genesis);
        var account = new SubstraTee.Substrate.StorageMap<AccountId, AccountInfo>(known, "System", "Account", Scale.AccountId, AccountInfo.Codec);
        var events = new EventReader(known);

        var extrinsic = new ExtrinsicV4(known).Sign(call, TestChain.Alice, SignedExtra.Immortal(0, signing), signing);
        Assert.True(chain.Block(extrinsic).Single().IsSuccess);

        Assert.True(chain.State.TryGet(account.Key(TestChain.Alice.AccountId).Span, out var stored));
        Assert.Equal(1u, account.Decode(stored.Span).Nonce);
        Assert.True(chain.State.TryGet(events.Storage.Prefix.Span, out var record));
        Assert.Equal(
            [ExtrinsicStatus.Succeeded, ExtrinsicStatus.Succeeded], events.Outcomes(record, 2).Select(one => one.Status));
    }

    [Fact]
    public void The_version_in_the_metadata_is_the_runtimes()
    {
        Assert.Equal(Runtime.Version, Chain(15).Version);
        Assert.Equal("substratee-dev", Runtime.Version.SpecName);
        Assert.Equal(SystemPallet.BlockHashCount, Chain(14).Constant("System", "BlockHashCount", Scale.U32));
    }

    [Fact]
    public void Every_runtime_api_is_in_version_and_metadata()
    {
        var metadata = Chain(15).Metadata;

        Assert.Equal(RuntimeApis.All.Select(api => api.Name), metadata.Apis.Select(api => api.Name));
        Assert.Equal(
            Runtime.Version.Apis.Select(api => api.Id), metadata.Apis.Select(api => RuntimeApiVersion.IdOf(api.Name)));
    }

    [Fact]
    public void Everything_that_a_client_may_name_is_documented()
    {
        var metadata = Chain(15).Metadata;
        foreach (var pallet in metadata.Pallets)
        {
            Assert.All(pallet.Storage?.Entries ?? [], one => Assert.NotEmpty(one.Docs[0]));
            Assert.All(pallet.Constants, one => Assert.NotEmpty(one.Docs[0]));
            foreach (var type in new[] { pallet.CallType, pallet.EventType, pallet.ErrorType }.OfType<uint>())
            {
                Assert.All(
                    ((TypeDefinition.Variant)metadata.Types[(int)type].Definition).Variants,
                    one => Assert.False(one.Docs.IsEmpty, $"{pallet.Name}.{one.Name}"));
            }
        }
    }

    private static ChainMetadata Chain(uint version) => ChainMetadata.Decode(Runtime.Metadata(version)!.Value.Span);
}
