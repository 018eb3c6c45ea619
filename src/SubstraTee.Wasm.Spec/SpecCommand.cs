using System.Collections.Immutable;

namespace SubstraTee.Wasm.Spec;

/// <summary>One command of a script.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Line">Line in the original script.</param>
public sealed record SpecCommand(SpecCommandKind Kind, int Line)
{
    /// <summary>Bytes of the module that it is about.</summary>
    public ReadOnlyMemory<byte> Module { get; init; }

    /// <summary>Name that a module gets, or that an instance is registered from.</summary>
    public string? Name { get; init; }

    /// <summary>Name under which exports are offered.</summary>
    public string? As { get; init; }

    /// <summary>What is done.</summary>
    public SpecAction? Action { get; init; }

    /// <summary>What has to come of it.</summary>
    public ImmutableArray<SpecValue> Expected { get; init; } = [];

    /// <summary>What the failure is called by the suite.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether it can pass or fail.</summary>
    public bool IsAssertion => Kind is not SpecCommandKind.Module and not SpecCommandKind.Register and not SpecCommandKind.Action;
}
