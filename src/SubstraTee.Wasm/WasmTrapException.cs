namespace SubstraTee.Wasm;

/// <summary>A trap on its way to whoever called into WebAssembly.</summary>
/// <remarks>
/// <see cref="Function.TryInvoke"/> turns it into a value; <see cref="Function.Invoke(ReadOnlySpan{Value})"/> lets it pass. A
/// function of the host throws one to trap its caller, and must not swallow those of calls that it makes itself.
/// </remarks>
public sealed class WasmTrapException : Exception
{
    /// <summary>A trap for this reason.</summary>
    public WasmTrapException(TrapCode code)
        : this(new Trap(code))
    {
    }

    /// <summary>A trap of a function of the host, with what it has to say.</summary>
    public WasmTrapException(string detail)
        : this(new Trap(TrapCode.HostError, detail))
    {
    }

    /// <summary>A trap that is passed on.</summary>
    public WasmTrapException(Trap trap) => Trap = trap;

    /// <summary>Why execution ended.</summary>
    public Trap Trap { get; }

    /// <summary>Why execution ended, as a number.</summary>
    public TrapCode Code => Trap.Code;

    /// <inheritdoc/>
    public override string Message => $"WebAssembly trap: {Trap}";
}
