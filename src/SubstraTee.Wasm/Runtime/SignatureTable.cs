using SubstraTee.Wasm.Compiled;

namespace SubstraTee.Wasm;

/// <summary>Numbers of function types in an engine: equal for equal types, and only for them.</summary>
/// <remarks>
/// Modules and host functions hold the <see cref="Signature"/> of each type that they use; the table holds them weakly, so
/// that types of modules that are gone take no memory. A number is never given to another type.
/// </remarks>
internal sealed class SignatureTable
{
    private readonly Dictionary<FunctionType, WeakReference<Signature>> _known = [];
    private int _last;
    private int _purgeAt = 1024;

    public Signature Intern(FunctionType type)
    {
        lock (_known)
        {
            if (_known.TryGetValue(type, out var weak) && weak.TryGetTarget(out var known))
            {
                return known;
            }

            if (_known.Count >= _purgeAt)
            {
                Purge();
            }

            var signature = new Signature(this, type, checked(++_last));
            _known[type] = new WeakReference<Signature>(signature);
            return signature;
        }
    }

    private void Purge()
    {
        foreach (var (type, weak) in _known)
        {
            if (!weak.TryGetTarget(out _))
            {
                _known.Remove(type);
            }
        }

        _purgeAt = Math.Max(1024, _known.Count * 2);
    }
}

/// <summary>A function type and its number in a table.</summary>
internal sealed class Signature(SignatureTable table, FunctionType type, int number)
{
    /// <summary>What the compiled tier made for the type, once it was needed.</summary>
    public SignatureCode? Compiled;

    public SignatureTable Table { get; } = table;

    public FunctionType Type { get; } = type;

    public int Number { get; } = number;
}
