namespace SubstraTee.Wasm.Spec;

/// <summary>What a command of a script asks for.</summary>
public enum SpecCommandKind
{
    /// <summary>Instantiate a module; it becomes the current one.</summary>
    Module,

    /// <summary>Offer an instance's exports to later modules.</summary>
    Register,

    /// <summary>Call or read something, whatever comes.</summary>
    Action,

    /// <summary>Call or read something, and compare the results.</summary>
    AssertReturn,

    /// <summary>A call that traps.</summary>
    AssertTrap,

    /// <summary>A call that uses up the call stack.</summary>
    AssertExhaustion,

    /// <summary>A module that does not validate.</summary>
    AssertInvalid,

    /// <summary>Bytes that are no module.</summary>
    AssertMalformed,

    /// <summary>A module whose imports are missing or do not fit.</summary>
    AssertUnlinkable,

    /// <summary>A module that traps while it is instantiated.</summary>
    AssertUninstantiable,
}
