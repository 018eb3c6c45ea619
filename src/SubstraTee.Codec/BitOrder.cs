namespace SubstraTee.Codec;

/// <summary>Which end of a word the first bit of a sequence takes.</summary>
public enum BitOrder
{
    /// <summary>The lowest (<c>bitvec::order::Lsb0</c>).</summary>
    Lsb0,

    /// <summary>The highest (<c>bitvec::order::Msb0</c>).</summary>
    Msb0,
}
