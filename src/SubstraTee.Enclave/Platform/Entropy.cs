using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>Fresh random values from the platform, checked for the one fault that can be seen: repetition.</summary>
internal sealed class Entropy(IEnclavePlatform platform)
{
    private Bytes32 _last;

    /// <summary>True unless the source is plainly broken: equal or constant draws.</summary>
    public bool IsHealthy()
    {
        var first = Draw();
        var second = Draw();
        return first != second && !IsConstant(first) && !IsConstant(second);
    }

    /// <summary>Thirty-two public random bytes.</summary>
    /// <exception cref="InvalidOperationException">The source repeated itself.</exception>
    public Bytes32 Public()
    {
        var value = Draw();
        if (value == _last)
        {
            throw new InvalidOperationException("the platform's randomness repeated itself");
        }

        _last = value;
        return value;
    }

    /// <summary>Thirty-two secret random bytes.</summary>
    public SecretBytes Secret() => SecretBytes.Create(32, platform.FillRandom);

    private static bool IsConstant(Bytes32 value) => !value.AsSpan().ContainsAnyExcept(value.AsSpan()[0]);

    private Bytes32 Draw()
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        platform.FillRandom(bytes);
        return new Bytes32(bytes);
    }
}
