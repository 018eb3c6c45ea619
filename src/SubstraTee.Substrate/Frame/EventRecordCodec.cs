using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>The encoding of event records over the runtime's own event type.</summary>
public sealed class EventRecordCodec<TEvent> : ScaleCodec<EventRecord<TEvent>>
{
    private readonly Named _codec;

    /// <summary>Event records over events of that codec.</summary>
    public EventRecordCodec(ScaleCodec<TEvent> events) => _codec = new Named(events);

    /// <inheritdoc/>
    public override int MinSize => _codec.MinSize;

    /// <inheritdoc/>
    public override uint Describe(TypeRegistryBuilder registry) => _codec.Describe(registry);

    /// <inheritdoc/>
    public override void Write(ScaleWriter writer, EventRecord<TEvent> value) => _codec.Write(writer, value);

    /// <inheritdoc/>
    public override EventRecord<TEvent> Read(ref ScaleReader reader) => _codec.Read(ref reader);

    private sealed class Named(ScaleCodec<TEvent> events) : NamedCodec<EventRecord<TEvent>>("frame_system::EventRecord")
    {
        private static readonly ScaleCodec<ImmutableArray<Primitives.Hash256>> Topics = Scale.Vec(Scale.Hash256);

        public override int MinSize => 2 + events.MinSize;

        public override void Write(ScaleWriter writer, EventRecord<TEvent> value)
        {
            Phase.Codec.Write(writer, value.Phase);
            events.Write(writer, value.Event);
            Topics.Write(writer, value.Topics);
        }

        public override EventRecord<TEvent> Read(ref ScaleReader reader) =>
            new(Phase.Codec.Read(ref reader), events.Read(ref reader), Topics.Read(ref reader));

        protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Composite(
        [
            Field(types, "phase", Phase.Codec, "Phase"),
            Field(types, "event", events, "E"),
            Field(types, "topics", Topics, "Vec<T>"),
        ]);

        protected override ImmutableArray<TypeParameter> Parameters(TypeRegistryBuilder types) =>
            [new TypeParameter("E", events.Describe(types)), new TypeParameter("T", Scale.Hash256.Describe(types))];
    }
}
