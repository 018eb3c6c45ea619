using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm;

/// <summary>Makes sure that units of the call stack are used up before the thread's own stack, whose end is the process's end.</summary>
/// <remarks>
/// A thread without enough room is refused before anything runs, as a mistake of the host and no trap: results must not depend
/// on threads. How much a unit takes at most is measured by a test, with the fattest frames and nestings that there can be.
/// </remarks>
internal static unsafe class NativeStack
{
    /// <summary>Bytes of native stack that calls take at most for each unit, where functions are compiled.</summary>
    public const int CompiledBytesPerUnit = 40;

    /// <summary>The same where all are interpreted, so that only functions of the host nest natively.</summary>
    public const int InterpretedBytesPerUnit = 2;

    /// <summary>Bytes beside, for .NET's compiler, exceptions, and functions of the host that do not call back.</summary>
    public const int CompiledMarginBytes = 512 << 10;

    /// <summary>The same where all are interpreted.</summary>
    public const int InterpretedMarginBytes = 128 << 10;

    // The lowest address of the thread's stack; 0 until it was asked for.
    [ThreadStatic]
    private static nuint _end;

    /// <summary>Refuses to begin a call that may need more than the thread has left.</summary>
    /// <exception cref="InsufficientExecutionStackException">The thread's stack is too small, or too much of it is used.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require(Store store, long units)
    {
        byte here;
        if ((nuint)(&here) - _end < BytesFor(store, units) || _end == 0)
        {
            RequireSlowly(store, units, (nuint)(&here));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RequireSlowly(Store store, long units, nuint here)
    {
        if (_end == 0)
        {
            _end = LinuxThread.StackEnd();
        }

        var needed = BytesFor(store, units);
        if (here - _end < needed)
        {
            throw new InsufficientExecutionStackException(
                $"a call may need {needed >> 10} KiB of native stack, the thread has {(here - _end) >> 10} KiB left; "
                + "use a thread with a larger stack, or an engine that only interprets");
        }
    }

    private static nuint BytesFor(Store store, long units) => store.Engine.CanCompile
        ? (nuint)((units * CompiledBytesPerUnit) + CompiledMarginBytes)
        : (nuint)((units * InterpretedBytesPerUnit) + InterpretedMarginBytes);
}
