using System.Runtime.CompilerServices;
using SubstraTee.Wasm.Compiled;
using SubstraTee.Wasm.Interpreted;

namespace SubstraTee.Wasm;

/// <summary>What modules and stores share: options, numbers of function types, tiers, memory for reuse.</summary>
/// <remarks>May be used by several threads at once. Modules of one engine cannot be used in stores of another.</remarks>
public sealed class Engine
{
    /// <summary>An engine with these options, or the defaults.</summary>
    public Engine(EngineOptions? options = null)
    {
        Options = options ?? EngineOptions.Default;
        Interpreter = new Interpreter();
        Tier = Options.Tier;
        if (RuntimeFeature.IsDynamicCodeSupported && Tier != ExecutionTier.Interpreted)
        {
            Compiler = new Compiler();
        }
    }

    /// <summary>How it loads and runs modules.</summary>
    public EngineOptions Options { get; }

    /// <summary>The tier that functions start in.</summary>
    internal ExecutionTier Tier { get; }

    internal ITier Interpreter { get; }

    /// <summary>The compiled tier, or null where no code may be generated.</summary>
    internal ITier? Compiler { get; init; }

    /// <summary>Whether functions may be compiled.</summary>
    internal bool CanCompile => Compiler is not null;

    internal SignatureTable Signatures { get; } = new();

    internal ReservationPool Reservations { get; } = new();
}
