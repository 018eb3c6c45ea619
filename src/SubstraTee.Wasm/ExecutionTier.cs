namespace SubstraTee.Wasm;

/// <summary>How functions are run. Results, traps and fuel are the same in every tier.</summary>
public enum ExecutionTier
{
    /// <summary>Interpreted first, compiled when called often, where the process may generate code; interpreted otherwise.</summary>
    Automatic = 0,

    /// <summary>Interpreted always: no code is generated for modules, though .NET itself still compiles its own at run time.</summary>
    Interpreted,

    /// <summary>Compiled at the first call; what the compiler refuses is interpreted.</summary>
    Compiled,
}
