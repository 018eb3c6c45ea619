using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>An event as <c>System.Events</c> holds it (<c>frame_system::EventRecord</c>).</summary>
/// <param name="Phase">When it was deposited.</param>
/// <param name="Event">What happened.</param>
/// <param name="Topics">What light readers may search it by.</param>
public sealed record EventRecord<TEvent>(Phase Phase, TEvent Event, ImmutableArray<Hash256> Topics);
