using FsCheck;
using FsCheck.Fluent;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Substrate.Tests;

public class EventReaderTests
{
    private static readonly AccountId Account = new(Enumerable.Repeat((byte)5, 32).ToArray());
    private static readonly DispatchInfo Info = new(new Weight(100, 200), DispatchClass.Normal, Pays.Yes);
    private static readonly ChainMetadata Chain = new(Sample.Made());
    private static readonly EventReader Reader = new(Chain);

    [Fact]
    public void Events_are_read_in_order_with_their_contents()
    {
        var events = Reader.Read(Some());

        Assert.Equal(
            ["System.ExtrinsicSuccess", "Made.Set", "System.ExtrinsicFailed", "Made.Cleared"],
            events.Select(one => one.Event.FullName));
        Assert.Equal([Phase.ApplyExtrinsic(0), Phase.ApplyExtrinsic(1), Phase.ApplyExtrinsic(1), Phase.Finalization], events.Select(one => one.Phase));
        var set = new EventDecoder<AccountId>(Chain, "Made", "Set", Scale.AccountId);
        Assert.True(set.TryDecode(events[1], out var who));
        Assert.Equal(Account, who);
        Assert.False(set.TryDecode(events[0], out _));
        Assert.Equal(new ScaleValue.Bytes([.. Account.ToArray()]), Reader.Contents(events[1]).Find("who"));
    }

    [Fact]
    public void Events_of_one_pallet_are_picked() =>
        Assert.Equal(["Set", "Cleared"], Reader.ReadPallet(Some(), "Made").Select(one => one.Event.Name));

    [Fact]
    public void Each_extrinsic_has_its_outcome()
    {
        var outcomes = Reader.Outcomes(Some(), 3);

        Assert.Equal([ExtrinsicStatus.Succeeded, ExtrinsicStatus.Failed, ExtrinsicStatus.Unknown], outcomes.Select(one => one.Status));
        Assert.Equal(new DispatchError.Module(new ModuleError(9, 7)), outcomes[1].Error);
        Assert.Equal("Made.Missing: Missing is documented.", Chain.Explain(outcomes[1].Error!));
    }

    [Fact]
    public void Outcomes_of_more_extrinsics_than_the_block_has_are_refused() =>
        Assert.Throws<ScaleException>(() => Reader.Outcomes(Some(), 1));

    [Fact]
    public void Events_that_the_chain_does_not_have_are_refused()
    {
        var bytes = Some();
        Assert.Throws<ScaleException>(() => Reader.Read(bytes.AsMemory(..^1)));
        Assert.Throws<ScaleException>(() => Reader.Read(new byte[] { 4, 1, 77, 0, 0 }));
        Assert.Throws<ScaleException>(() => Reader.Read(new byte[] { 0xfe, 0xff, 0xff, 0xff }));
        Assert.Empty(Reader.Read(new byte[] { 0 }));
    }

    [Fact]
    public void Bytes_of_any_kind_are_read_or_refused()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            try
            {
                _ = Reader.Read(bytes);
            }
            catch (ScaleException)
            {
                // Refusal is one of the two allowed ends.
            }
        }).QuickCheckThrowOnFailure();
    }

    [VectorTheory]
    [InlineData("metadata-substrate-v14")]
    [InlineData("metadata-substrate-v15")]
    [InlineData("metadata-integritee-itp")]
    public void Live_chains_have_events_of_the_known_form(string name)
    {
        var chain = new ChainMetadata(Sample.Metadata(name));
        var reader = new EventReader(chain);
        Assert.Equal(StorageKey.Prefix("System", "Events"), reader.Storage.Prefix);
        Assert.NotNull(new EventDecoder<(AccountId First, AccountId Second, UInt128 Third)>(
            chain, "Balances", "Transfer", Scale.Tuple(Scale.AccountId, Scale.AccountId, Scale.U128)));
    }

    private static byte[] Some()
    {
        var writer = new ScaleWriter();
        writer.WriteCompact(4u);
        Write(writer, Phase.ApplyExtrinsic(0), [0, 0, .. DispatchInfo.Codec.Encode(Info)], 0);
        Write(writer, Phase.ApplyExtrinsic(1), [9, 0, .. Account.ToArray()], 2);
        Write(
            writer,
            Phase.ApplyExtrinsic(1),
            [0, 1, .. DispatchError.Codec.Encode(new DispatchError.Module(new ModuleError(9, 7))), .. DispatchInfo.Codec.Encode(Info)],
            0);
        Write(writer, Phase.Finalization, [9, 1], 0);
        return writer.ToArray();
    }

    private static void Write(ScaleWriter writer, Phase phase, byte[] happened, int topics)
    {
        Phase.Codec.Write(writer, phase);
        writer.WriteRaw(happened);
        writer.WriteCompact((uint)topics);
        writer.WriteRaw(new byte[topics * 32]);
    }
}
