using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SubstraTee.Wasm;

/// <summary>Modules by the hash of their bytes: what was loaded lately is neither validated nor translated nor compiled again.</summary>
/// <remarks>
/// Bounded by number and by bytes; the module that was asked for least recently goes first. Modules in use live on without the
/// cache. Refusals are not kept. May be used by several threads at once.
/// </remarks>
public sealed class ModuleCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private readonly int _maxModules;
    private readonly long _maxBytes;
    private long _bytes;

    /// <summary>An empty cache of an engine's modules.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="maxModules">The most modules that are kept.</param>
    /// <param name="maxBytes">The most bytes that they have together, as modules; their code takes several times as many.</param>
    public ModuleCache(Engine engine, int maxModules = 256, long maxBytes = 64 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxModules);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        Engine = engine;
        _maxModules = maxModules;
        _maxBytes = maxBytes;
    }

    /// <summary>The engine that loads the modules.</summary>
    public Engine Engine { get; }

    /// <summary>Modules that are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The module of these bytes: the one that is kept, or else as <see cref="Module.TryLoad"/> loads it.</summary>
    public bool TryLoad(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Module? module, [NotNullWhen(false)] out ModuleError? error)
    {
        // The cache hashes for itself: a hash that somebody names could be that of another module.
        var key = default(Key);
        SHA256.HashData(bytes, MemoryMarshal.AsBytes(new Span<Key>(ref key)));
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                (module, error) = (known.Value.Module, null);
                return true;
            }
        }

        if (!Module.TryLoad(Engine, bytes, out module, out error))
        {
            return false;
        }

        module = Keep(key, module, bytes.Length);
        return true;
    }

    private Module Keep(in Key key, Module module, int bytes)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var other))
            {
                return other.Value.Module;
            }

            _entries.Add(key, _byUse.AddFirst(new Entry(key, module, bytes)));
            _bytes += bytes;
            while (_entries.Count > _maxModules || _bytes > _maxBytes)
            {
                var last = _byUse.Last!;
                _byUse.RemoveLast();
                _entries.Remove(last.Value.Key);
                _bytes -= last.Value.Bytes;
            }

            return module;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Key(ulong First, ulong Second, ulong Third, ulong Fourth);

    private sealed record Entry(Key Key, Module Module, int Bytes);
}
