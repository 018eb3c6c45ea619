using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a verification saw on its way, as text for people: nothing to decide by.</summary>
/// <remarks>
/// Also of evidence that was refused, so a value here may be an attacker's. Paths are dotted (<c>fields.mrenclave</c>,
/// <c>advisory_ids.0</c>), bytes lower-case hexadecimal digits, an empty list is <c>[]</c>.
/// </remarks>
public sealed class Diagnostics
{
    internal Diagnostics(ImmutableArray<KeyValuePair<string, string>> entries) => Entries = entries;

    /// <summary>Nothing was noted down.</summary>
    public static Diagnostics Empty { get; } = new([]);

    /// <summary>Paths and values, in the order in which they were met; a path occurs once.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Entries { get; }

    /// <summary>The value at a path, or null.</summary>
    public string? Find(string path)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key == path)
            {
                return entry.Value;
            }
        }

        return null;
    }
}
