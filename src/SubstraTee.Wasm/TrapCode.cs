namespace SubstraTee.Wasm;

/// <summary>Why execution ended before its end. Numbers are part of results and never change.</summary>
public enum TrapCode
{
    /// <summary>The module says <c>unreachable</c>.</summary>
    Unreachable = 1,

    /// <summary>An access touches bytes outside of the memory.</summary>
    MemoryOutOfBounds = 2,

    /// <summary>An access touches elements outside of the table.</summary>
    TableOutOfBounds = 3,

    /// <summary>An indirect call meets an element that is null.</summary>
    UninitializedElement = 4,

    /// <summary>An indirect call meets a function of another type.</summary>
    IndirectCallTypeMismatch = 5,

    /// <summary>An integer is divided by zero.</summary>
    IntegerDivideByZero = 6,

    /// <summary>A result does not fit into its integer type.</summary>
    IntegerOverflow = 7,

    /// <summary>NaN is converted to an integer.</summary>
    InvalidConversionToInteger = 8,

    /// <summary>Calls are nested deeper than <see cref="FuelSchedule.CallStackUnits"/> allow.</summary>
    CallStackExhausted = 9,

    /// <summary>All fuel is used up.</summary>
    OutOfFuel = 10,

    /// <summary>A function of the host refused to go on; the message says why.</summary>
    HostError = 11,
}
