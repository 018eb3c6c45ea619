using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Codec;

/// <summary>How values of <typeparamref name="T"/> are written, read and described in scale-info.</summary>
/// <remarks>Codecs are stateless, compose, and are safe for use by any thread.</remarks>
public abstract class ScaleCodec<T> : IScaleCodec
{
    /// <inheritdoc/>
    public abstract int MinSize { get; }

    /// <inheritdoc/>
    public abstract uint Describe(TypeRegistryBuilder registry);

    /// <summary>Appends the encoding of <paramref name="value"/>.</summary>
    public abstract void Write(ScaleWriter writer, T value);

    /// <summary>Reads one value.</summary>
    /// <exception cref="ScaleException">The bytes are no encoding of the type.</exception>
    public abstract T Read(ref ScaleReader reader);

    /// <summary>The encoding of one value.</summary>
    public byte[] Encode(T value)
    {
        var writer = ScaleWriter.Rent();
        Write(writer, value);
        var bytes = writer.ToArray();
        ScaleWriter.Return(writer);
        return bytes;
    }

    /// <summary>Reads a value that fills all of <paramref name="bytes"/>.</summary>
    /// <exception cref="ScaleException">The bytes are no encoding of the type, or more follows.</exception>
    public T Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        var value = Read(ref reader);
        reader.EnsureEnd();
        return value;
    }

    /// <summary>Reads a value that fills all of <paramref name="bytes"/>, which nobody vouches for.</summary>
    public bool TryDecode(ReadOnlySpan<byte> bytes, [MaybeNullWhen(false)] out T value, out ScaleFault fault)
    {
        try
        {
            value = Decode(bytes);
            fault = ScaleFault.None;
            return true;
        }
        catch (ScaleException refused)
        {
            value = default;
            fault = refused.Fault;
            return false;
        }
    }
}
