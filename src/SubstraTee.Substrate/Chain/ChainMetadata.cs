using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>What a chain offers, by name.</summary>
/// <remarks>
/// Nothing about a chain's indices or types is known but from here. Immutable; safe for several threads.
/// </remarks>
public sealed class ChainMetadata
{
    private readonly Dictionary<string, PalletMetadata> _pallets;
    private readonly PalletMetadata?[] _palletsByIndex = new PalletMetadata?[byte.MaxValue + 1];
    private readonly Dictionary<(ChainItemKind Kind, byte Pallet), VariantTable> _variants = [];
    private readonly Dictionary<(string Pallet, string Item), ChainStorage> _storage = [];

    /// <summary>Opens metadata for look-ups.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="hash">The Blake2b-256 hash of its bytes, when a caller pins it; else zero.</param>
    public ChainMetadata(RuntimeMetadata metadata, Hash256 hash = default)
    {
        Metadata = metadata;
        Hash = hash;
        Registry = new PortableRegistry(metadata.Types);
        Walker = new TypeWalker(metadata.Types);
        _pallets = new Dictionary<string, PalletMetadata>(StringComparer.Ordinal);
        foreach (var pallet in metadata.Pallets)
        {
            _pallets.TryAdd(pallet.Name, pallet);
            _palletsByIndex[pallet.Index] ??= pallet;
            AddVariants(ChainItemKind.Call, pallet, pallet.CallType);
            AddVariants(ChainItemKind.Event, pallet, pallet.EventType);
            AddVariants(ChainItemKind.Error, pallet, pallet.ErrorType);
            foreach (var entry in pallet.Storage?.Entries ?? [])
            {
                _storage.TryAdd(
                    (pallet.Name, entry.Name),
                    new ChainStorage(pallet.Name, pallet.Storage!.Prefix, entry, ChainStorage.KeyTypesOf(metadata.Types, entry)));
            }
        }

        Version = ReadVersion();
    }

    /// <summary>All that the runtime says of itself.</summary>
    public RuntimeMetadata Metadata { get; }

    /// <summary>The types.</summary>
    public PortableRegistry Registry { get; }

    /// <summary>The Blake2b-256 hash of the bytes it was decoded from; zero when made otherwise.</summary>
    public Hash256 Hash { get; }

    /// <summary>The runtime's version, from the constant <c>System.Version</c>; null where there is none of the known form.</summary>
    public RuntimeVersion? Version { get; }

    internal TypeWalker Walker { get; }

    /// <summary>Decodes metadata and remembers the hash of the bytes.</summary>
    /// <exception cref="MetadataException">The bytes are no metadata of version 14 or 15.</exception>
    public static ChainMetadata Decode(ReadOnlySpan<byte> bytes) => new(RuntimeMetadata.Decode(bytes), Blake2b.Hash256(bytes));

    /// <summary>True when the chain has the pallet.</summary>
    public bool HasPallet(string name) => _pallets.ContainsKey(name);

    /// <summary>The pallet of that name.</summary>
    /// <exception cref="ChainLacksException">There is none.</exception>
    public PalletMetadata Pallet(string name) => _pallets.TryGetValue(name, out var pallet)
        ? pallet
        : throw ChainLacksException.NotFound(ChainItemKind.Pallet, name, "the chain", _pallets.Keys);

    /// <summary>The pallet of that index, or null.</summary>
    public PalletMetadata? PalletAt(byte index) => _palletsByIndex[index];

    /// <summary>True when the chain has the call.</summary>
    public bool HasCall(string pallet, string name) => Find(ChainItemKind.Call, pallet, name) is not null;

    /// <summary>True when the chain has the storage item.</summary>
    public bool HasStorage(string pallet, string item) => _storage.ContainsKey((pallet, item));

    /// <summary>The call of that name.</summary>
    /// <exception cref="ChainLacksException">There is none.</exception>
    public ChainVariant Call(string pallet, string name) => Get(ChainItemKind.Call, pallet, name);

    /// <summary>The event of that name.</summary>
    /// <exception cref="ChainLacksException">There is none.</exception>
    public ChainVariant Event(string pallet, string name) => Get(ChainItemKind.Event, pallet, name);

    /// <summary>The call of those indices, or null.</summary>
    public ChainVariant? CallAt(byte pallet, byte index) => At(ChainItemKind.Call, pallet, index);

    /// <summary>The event of those indices, or null.</summary>
    public ChainVariant? EventAt(byte pallet, byte index) => At(ChainItemKind.Event, pallet, index);

    /// <summary>The error of those indices, or null.</summary>
    public ChainVariant? ErrorAt(byte pallet, byte index) => At(ChainItemKind.Error, pallet, index);

    /// <summary>The storage item of that name.</summary>
    /// <exception cref="ChainLacksException">There is none.</exception>
    public ChainStorage Storage(string pallet, string item) => _storage.TryGetValue((pallet, item), out var found)
        ? found
        : throw ChainLacksException.NotFound(
            ChainItemKind.Storage,
            $"{pallet}.{item}",
            $"pallet '{pallet}'",
            Pallet(pallet).Storage?.Entries.Select(entry => entry.Name) ?? []);

    /// <summary>The encoded value of a constant.</summary>
    /// <exception cref="ChainLacksException">There is none.</exception>
    public ConstantMetadata Constant(string pallet, string name)
    {
        var constants = Pallet(pallet).Constants;
        return constants.FirstOrDefault(constant => string.Equals(constant.Name, name, StringComparison.Ordinal))
            ?? throw ChainLacksException.NotFound(
                ChainItemKind.Constant, $"{pallet}.{name}", $"pallet '{pallet}'", constants.Select(constant => constant.Name));
    }

    /// <summary>The value of a constant.</summary>
    /// <exception cref="ChainLacksException">There is none, or it has another form.</exception>
    public T Constant<T>(string pallet, string name, ScaleCodec<T> codec)
    {
        var constant = Constant(pallet, name);
        return TypeLayout.Matches(codec, Metadata.Types, constant.Type) && codec.TryDecode(constant.Value.AsSpan(), out var value, out _)
            ? value
            : throw ChainLacksException.OtherForm(
                ChainItemKind.Constant, $"{pallet}.{name}", TypeLayout.Describe(codec), TypeLayout.Describe(Metadata.Types, constant.Type));
    }

    /// <summary>A failed call's error in words: <c>Pallet.Error: documentation</c> for a pallet's own.</summary>
    public string Explain(DispatchError error) => error switch
    {
        DispatchError.Module { Error: var module } => ErrorAt(module.Pallet, module.Index) is { } known
            ? $"{known.FullName}{(known.Docs.IsEmpty ? "" : $": {string.Join(' ', known.Docs.Select(line => line.Trim()))}")}"
            : $"error {module.Index} of pallet {module.Pallet}, which the metadata does not have",
        DispatchError.Token { Error: var token } => $"Token.{token}",
        DispatchError.Arithmetic { Error: var arithmetic } => $"Arithmetic.{arithmetic}",
        DispatchError.Transactional { Error: var transactional } => $"Transactional.{transactional}",
        DispatchError.Trie { Error: var trie } => $"Trie.{trie}",
        _ => error.GetType().Name,
    };

    private RuntimeVersion? ReadVersion() =>
        _pallets.GetValueOrDefault("System")?.Constants.FirstOrDefault(one => string.Equals(one.Name, "Version", StringComparison.Ordinal)) is { } constant
        && RuntimeVersion.Codec.TryDecode(constant.Value.AsSpan(), out var version, out _)
            ? version
            : null;

    private void AddVariants(ChainItemKind kind, PalletMetadata pallet, uint? type)
    {
        if (type is { } number && Metadata.Types[(int)number].Definition is TypeDefinition.Variant { Variants: var variants })
        {
            _variants.TryAdd((kind, pallet.Index), new VariantTable(kind, pallet, variants));
        }
    }

    private ChainVariant? At(ChainItemKind kind, byte pallet, byte index) =>
        _variants.GetValueOrDefault((kind, pallet))?.ByIndex[index];

    private ChainVariant? Find(ChainItemKind kind, string pallet, string name) =>
        _pallets.TryGetValue(pallet, out var found)
            ? _variants.GetValueOrDefault((kind, found.Index))?.ByName.GetValueOrDefault(name)
            : null;

    private ChainVariant Get(ChainItemKind kind, string pallet, string name) =>
        Find(kind, pallet, name) ?? throw ChainLacksException.NotFound(
            kind,
            $"{pallet}.{name}",
            $"pallet '{pallet}'",
            _variants.GetValueOrDefault((kind, Pallet(pallet).Index))?.ByName.Keys ?? Enumerable.Empty<string>());

    private sealed class VariantTable
    {
        public VariantTable(ChainItemKind kind, PalletMetadata pallet, ImmutableArray<TypeVariant> variants)
        {
            foreach (var variant in variants)
            {
                var one = new ChainVariant(kind, pallet.Name, pallet.Index, variant.Name, variant.Index, variant.Fields, variant.Docs);
                ByIndex[variant.Index] ??= one;
                ByName.TryAdd(variant.Name, one);
            }
        }

        public ChainVariant?[] ByIndex { get; } = new ChainVariant?[byte.MaxValue + 1];

        public Dictionary<string, ChainVariant> ByName { get; } = new(StringComparer.Ordinal);
    }
}
