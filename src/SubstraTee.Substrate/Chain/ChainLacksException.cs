namespace SubstraTee.Substrate;

/// <summary>The chain lacks something, or has it in another form than it is used here.</summary>
public sealed class ChainLacksException : InvalidOperationException
{
    /// <summary>Names what is looked for.</summary>
    public ChainLacksException(ChainItemKind kind, string name, string message)
        : base(message)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>What kind of thing is lacking.</summary>
    public ChainItemKind Kind { get; }

    /// <summary>Its name, with the pallet's before it.</summary>
    public string Name { get; }

    internal static ChainLacksException NotFound(ChainItemKind kind, string name, string where, IEnumerable<string> offered)
    {
        var list = offered.Order(StringComparer.Ordinal).ToList();
        var offers = list.Count switch
        {
            0 => "none",
            <= 40 => string.Join(", ", list),
            _ => $"{string.Join(", ", list.Take(40))} and {list.Count - 40} more",
        };
        return new ChainLacksException(kind, name, $"{where} has no {Word(kind)} '{name}'; it has: {offers}");
    }

    internal static ChainLacksException OtherForm(ChainItemKind kind, string name, string expected, string found) =>
        new(kind, name, $"the chain's {Word(kind)} '{name}' has another form: expected {expected}, found {found}");

    private static string Word(ChainItemKind kind) => kind switch
    {
        ChainItemKind.Pallet => "pallet",
        ChainItemKind.Call => "call",
        ChainItemKind.Event => "event",
        ChainItemKind.Storage => "storage item",
        ChainItemKind.Constant => "constant",
        ChainItemKind.Error => "error",
        ChainItemKind.RuntimeApi => "runtime API method",
        ChainItemKind.SignedExtension => "signed extension",
        _ => "extrinsic format",
    };
}
