using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Reads the contents of one event of a chain, found by name, as a C# type.</summary>
public sealed class EventDecoder<T>
{
    private readonly ScaleCodec<T> _fields;

    /// <summary>Finds the event and compares its contents with the codec.</summary>
    /// <exception cref="ChainLacksException">The chain has no such event, or it has other contents.</exception>
    public EventDecoder(ChainMetadata chain, string pallet, string name, ScaleCodec<T> fields)
    {
        Event = chain.Event(pallet, name);
        _fields = fields;
        if (!TypeLayout.Matches(fields, chain.Metadata.Types, [.. Event.Fields.Select(field => field.Type)]))
        {
            throw ChainLacksException.OtherForm(ChainItemKind.Event, Event.FullName, TypeLayout.Describe(fields), Calls.Signature(chain, Event));
        }
    }

    /// <summary>The event as the chain has it.</summary>
    public ChainVariant Event { get; }

    /// <summary>Reads the contents when it is this event.</summary>
    public bool TryDecode(ChainEvent one, [MaybeNullWhen(false)] out T fields)
    {
        fields = default;
        return one.Event.PalletIndex == Event.PalletIndex
            && one.Event.Index == Event.Index
            && _fields.TryDecode(one.Fields.Span, out fields, out _);
    }
}
