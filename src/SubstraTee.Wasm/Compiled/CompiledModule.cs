using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm.Compiled;

/// <summary>The machine code of a module's functions, made one by one when they are asked for, shared by all instances.</summary>
[RequiresDynamicCode("Generates code.")]
internal sealed class CompiledModule(Module module)
{
    private readonly Lock _lock = new();
    private readonly CompiledFunction?[] _functions = new CompiledFunction?[module.Content.Functions.Length];
    private readonly bool[] _isRefused = new bool[module.Content.Functions.Length];
    private readonly int[] _heat = Array.ConvertAll(module.Content.Functions, TierSwitch.HeatOf);
    private long _work;

    /// <summary>The code of one of the module's own functions; null when it is not compiled.</summary>
    public CompiledFunction? FunctionOf(int number)
    {
        if (Volatile.Read(ref _functions[number]) is { } known)
        {
            return known;
        }

        lock (_lock)
        {
            if (_functions[number] is null && !_isRefused[number])
            {
                Compile(number);
            }

            return _functions[number];
        }
    }

    /// <summary>Counts a first call in an instance, and tells how many calls are left until the function is worth compiling.</summary>
    /// <remarks>Over all instances, as modules are often used for one call each.</remarks>
    public int CountFirstCall(int number) =>
        Volatile.Read(ref _functions[number]) is not null ? 0 : Math.Max(0, Interlocked.Decrement(ref _heat[number]));

    /// <summary>Counts work that was done in one call.</summary>
    public void CountWork(int number, int calls) => Interlocked.Add(ref _heat[number], -calls);

    private void Compile(int number)
    {
        var function = _work < module.Engine.Options.MaxCompileWork ? TryCompile(number) : null;
        _isRefused[number] = function is null;
        _work += function?.Work ?? 0;
        Volatile.Write(ref _functions[number], function);
    }

    private CompiledFunction? TryCompile(int number)
    {
        try
        {
            return FunctionCompiler.Compile(module, number);
        }
        catch (InvalidProgramException) when (module.Engine.Tier == ExecutionTier.Automatic)
        {
            // A mistake of ours. When it shows depends on how often the function was called, on which no result may depend.
            return null;
        }
    }
}
