namespace SubstraTee.Wasm.Spec;

/// <summary>Runs scripts of WebAssembly's test suite on an engine.</summary>
/// <remarks>
/// Modules of a script share a store, and the instance <c>spectest</c> that the suite expects. A command that is no assertion
/// fails only when it cannot be carried out.
/// </remarks>
public sealed class SpecRunner(Engine engine)
{
    // Enough for every script, and an end for one that would not have one.
    private const long Fuel = 100_000_000_000;

    /// <summary>Runs a script from a fresh store on.</summary>
    public IEnumerable<SpecResult> Run(SpecScript script)
    {
        using var store = new Store(engine);
        var session = new SpecSession(store);
        foreach (var command in script.Commands)
        {
            if (engine.Options.Metered)
            {
                store.Fuel = Fuel;
            }

            var (failure, outcome) = session.Run(command);
            yield return new SpecResult(script.Name, command, failure, outcome, engine.Options.Metered ? Fuel - store.Fuel : 0);
        }
    }
}
