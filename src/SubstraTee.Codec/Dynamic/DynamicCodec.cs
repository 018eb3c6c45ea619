using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Codec;

/// <summary>Reads and writes values of types that are known only from their description.</summary>
/// <remarks>
/// Neither bytes nor description are trusted: types nest at most <see cref="ScaleReader.MaxDepth"/> deep, and the number of
/// values that are made, even of those without bytes, is limited by the length of the input.
/// </remarks>
public static class DynamicCodec
{
    /// <summary>The most values that one decoding makes, nested ones included.</summary>
    public const int MaxItems = 1 << 20;

    private const int ItemsPerByte = 16;
    private const int ItemsAlways = 1024;

    /// <summary>Reads one value of the type with a number.</summary>
    /// <exception cref="ScaleException">The bytes are no encoding of the type, or the description contradicts itself.</exception>
    public static ScaleValue Decode(PortableRegistry registry, uint type, ref ScaleReader reader) =>
        new DynamicReader(registry, Budget(ref reader)).Read(type, ref reader);

    /// <summary>Reads a value that fills all of <paramref name="bytes"/>.</summary>
    /// <exception cref="ScaleException">The bytes are no encoding of the type, or the description contradicts itself.</exception>
    public static ScaleValue Decode(PortableRegistry registry, uint type, ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        var value = Decode(registry, type, ref reader);
        reader.EnsureEnd();
        return value;
    }

    /// <summary>Reads a value that fills all of <paramref name="bytes"/>, which nobody vouches for.</summary>
    public static bool TryDecode(
        PortableRegistry registry, uint type, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ScaleValue? value, out ScaleFault fault)
    {
        try
        {
            value = Decode(registry, type, bytes);
            fault = ScaleFault.None;
            return true;
        }
        catch (ScaleException refused)
        {
            value = null;
            fault = refused.Fault;
            return false;
        }
    }

    /// <summary>Steps over one value without making it.</summary>
    /// <exception cref="ScaleException">The bytes are no encoding of the type, or the description contradicts itself.</exception>
    public static void Skip(PortableRegistry registry, uint type, ref ScaleReader reader) =>
        new DynamicSkipper(registry, Budget(ref reader)).Skip(type, ref reader);

    /// <summary>Appends the encoding of a value of the type with a number.</summary>
    /// <param name="registry">The types.</param>
    /// <param name="type">The number of the value's type.</param>
    /// <param name="value">The value.</param>
    /// <param name="writer">Where the bytes go.</param>
    /// <param name="name">What messages call the value.</param>
    /// <exception cref="ArgumentException">The value does not fit the type; the message names the place. What was written
    /// before stays in the writer.</exception>
    /// <exception cref="ScaleException">The description contradicts itself.</exception>
    public static void Encode(PortableRegistry registry, uint type, ScaleValue value, ScaleWriter writer, string name = "value") =>
        new DynamicWriter(registry, writer, name).Write(type, value);

    /// <summary>The encoding of a value of the type with a number.</summary>
    /// <exception cref="ArgumentException">The value does not fit the type; the message names the place.</exception>
    public static byte[] Encode(PortableRegistry registry, uint type, ScaleValue value)
    {
        var writer = new ScaleWriter();
        Encode(registry, type, value, writer);
        return writer.ToArray();
    }

    private static int Budget(ref ScaleReader reader) =>
        (int)Math.Min(MaxItems, ItemsAlways + ((long)ItemsPerByte * reader.Remaining));
}
