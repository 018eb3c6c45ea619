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
    public const int CompiledBytesPerUnit = 48;

    /// <summary>The same where all are interpreted, so that only functions of the host nest natively.</summary>
    public const int InterpretedBytesPerUnit = 2;

    /// <summary>Bytes beside, for .NET's compiler, exceptions, and functions of the host that do not call back.</summary>
    public const int CompiledMarginBytes = 512 << 10;

    /// <summary>The same where all are interpreted.</summary>
    public const int InterpretedMarginBytes = 128 << 10;

    // What exceptions and the end of a call need.
    private const int ReserveBytes = 128 << 10;

    // The lowest address of the thread's stack; 0 until it was asked for.
    [ThreadStatic]
    private static nuint _end;

    /// <summary>Refuses to begin a call that may need more than the thread has left, and gives the lowest address that code may come to.</summary>
    /// <exception cref="InsufficientExecutionStackException">The thread's stack is too small, or too much of it is used.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Require(Store store, long units)
    {
        byte here;
        var end = _end;
        return end != 0 && (nuint)(&here) - end >= BytesFor(store, units)
            ? end + ReserveBytes
            : RequireSlowly(store, units, (nuint)(&here));
    }

    /// <summary>What is thrown where a frame larger than any that was foreseen has no room.</summary>
    public static InsufficientExecutionStackException NoRoom() => new("a function's frame needs more native stack than the thread has left");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nuint RequireSlowly(Store store, long units, nuint here)
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

        return _end + ReserveBytes;
    }

    private static nuint BytesFor(Store store, long units) => store.Engine.CanCompile
        ? (nuint)((units * CompiledBytesPerUnit) + CompiledMarginBytes)
        : (nuint)((units * InterpretedBytesPerUnit) + InterpretedMarginBytes);
}
