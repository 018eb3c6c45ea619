using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Reads the value of <c>System.Events</c> of a chain.</summary>
/// <remarks>
/// Events are stepped over by their types, so that those of unknown pallets cost little and stop nothing. Safe for several
/// threads.
/// </remarks>
public sealed class EventReader
{
    private readonly ChainMetadata _chain;
    private readonly ChainVariant _success;
    private readonly ChainVariant _failure;

    /// <summary>Checks that the chain's event records have the known form.</summary>
    /// <exception cref="ChainLacksException">They are not there or have another form.</exception>
    public EventReader(ChainMetadata chain)
    {
        _chain = chain;
        Storage = chain.Storage("System", "Events");
        _success = chain.Event("System", "ExtrinsicSuccess");
        _failure = chain.Event("System", "ExtrinsicFailed");
        var types = chain.Metadata.Types;
        if (types[(int)Storage.Entry.ValueType].Definition is not TypeDefinition.Sequence sequence
            || types[(int)sequence.Item].Definition is not TypeDefinition.Composite { Fields: { Length: 3 } fields }
            || !TypeLayout.Matches(Phase.Codec, types, fields[0].Type)
            || types[(int)fields[1].Type].Definition is not TypeDefinition.Variant
            || !TypeLayout.Matches(Scale.Vec(Scale.Hash256), types, fields[2].Type)
            || _failure.Fields.IsEmpty
            || !TypeLayout.Matches(DispatchError.Codec, types, _failure.Fields[0].Type))
        {
            throw ChainLacksException.OtherForm(
                ChainItemKind.Storage, Storage.FullName, "Vec<EventRecord>", TypeLayout.Describe(types, Storage.Entry.ValueType));
        }
    }

    /// <summary>Where the events lie.</summary>
    public ChainStorage Storage { get; }

    /// <summary>All events in order.</summary>
    /// <exception cref="ScaleException">The bytes are no events of this chain.</exception>
    public ImmutableArray<ChainEvent> Read(ReadOnlyMemory<byte> events) => Read(events, static (_, _) => true);

    /// <summary>The events of one pallet in order.</summary>
    /// <exception cref="ScaleException">The bytes are no events of this chain.</exception>
    public ImmutableArray<ChainEvent> ReadPallet(ReadOnlyMemory<byte> events, string pallet)
    {
        var index = _chain.Pallet(pallet).Index;
        return Read(events, (one, _) => one == index);
    }

    /// <summary>What became of each of a block's extrinsics.</summary>
    /// <param name="events">The value of <c>System.Events</c>.</param>
    /// <param name="extrinsicCount">How many extrinsics the block has.</param>
    /// <exception cref="ScaleException">The bytes are no events of this chain, or speak of more extrinsics.</exception>
    public ImmutableArray<ExtrinsicOutcome> Outcomes(ReadOnlyMemory<byte> events, int extrinsicCount)
    {
        var outcomes = new ExtrinsicOutcome[extrinsicCount];
        foreach (var one in Read(events, (pallet, index) => pallet == _success.PalletIndex && (index == _success.Index || index == _failure.Index)))
        {
            if (one.Phase.Kind != PhaseKind.ApplyExtrinsic || one.Phase.ExtrinsicIndex >= (uint)extrinsicCount)
            {
                throw new ScaleException(ScaleFault.OutOfRange, 0);
            }

            var reader = new ScaleReader(one.Fields.Span);
            outcomes[one.Phase.ExtrinsicIndex] = one.Event.Index == _success.Index
                ? ExtrinsicOutcome.Success
                : ExtrinsicOutcome.Failure(DispatchError.Codec.Read(ref reader));
        }

        return [.. outcomes];
    }

    /// <summary>An event's contents as values known from the metadata only.</summary>
    /// <exception cref="ScaleException">The event is of another chain.</exception>
    public ScaleValue.Composite Contents(ChainEvent one)
    {
        var reader = new ScaleReader(one.Fields.Span);
        return DynamicFields.Read(_chain.Registry, one.Event.Fields, ref reader);
    }

    private ImmutableArray<ChainEvent> Read(ReadOnlyMemory<byte> events, Func<byte, byte, bool> wanted)
    {
        var reader = new ScaleReader(events.Span);
        var found = ImmutableArray.CreateBuilder<ChainEvent>();
        for (var left = reader.ReadCount(4); left > 0; left--)
        {
            var phase = Phase.Codec.Read(ref reader);
            var pallet = reader.ReadByte();
            var index = reader.ReadByte();
            var kind = _chain.EventAt(pallet, index) ?? throw reader.Fault(ScaleFault.UnknownVariant);
            var start = reader.Position;
            _chain.Walker.Skip(ref reader, kind.Fields);
            if (wanted(pallet, index))
            {
                found.Add(new ChainEvent(phase, kind, events[start..reader.Position]));
            }

            reader.ReadBytes(reader.ReadCount(Primitives.Bytes32.Length) * Primitives.Bytes32.Length);
        }

        reader.EnsureEnd();
        return found.DrainToImmutable();
    }
}
