using System.Collections.Immutable;

namespace SubstraTee.Wasm.Spec;

/// <summary>A call of an exported function, or a look at an exported global.</summary>
/// <param name="Invoke">True for a call.</param>
/// <param name="Module">Name of the instance, or null for the current one.</param>
/// <param name="Field">Name of the export.</param>
/// <param name="Arguments">What the call is given.</param>
public sealed record SpecAction(bool Invoke, string? Module, string Field, ImmutableArray<SpecValue> Arguments);
