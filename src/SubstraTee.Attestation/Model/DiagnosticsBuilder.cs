using System.Globalization;

namespace SubstraTee.Attestation;

/// <summary>Notes values down while a verification runs; does nothing unless it was asked to.</summary>
internal sealed class DiagnosticsBuilder(bool enabled)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Whether values are kept, so that costly ones need not be made in vain.</summary>
    public bool Enabled { get; } = enabled;

    public void Add(string path, string value)
    {
        if (!Enabled)
        {
            return;
        }

        if (!_values.ContainsKey(path))
        {
            _order.Add(path);
        }

        _values[path] = value;
    }

    public void Add(string path, ReadOnlySpan<byte> value)
    {
        if (Enabled)
        {
            Add(path, Convert.ToHexStringLower(value));
        }
    }

    public void Add(string path, long value)
    {
        if (Enabled)
        {
            Add(path, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Add(string path, bool value) => Add(path, value ? "true" : "false");

    public void AddList(string path, IReadOnlyList<string> values)
    {
        if (!Enabled)
        {
            return;
        }

        if (values.Count == 0)
        {
            Add(path, "[]");
        }

        for (var i = 0; i < values.Count; i++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{path}.{i}"), values[i]);
        }
    }

    public string? Find(string path) => _values.GetValueOrDefault(path);

    public Diagnostics Build() =>
        _order.Count == 0 ? Diagnostics.Empty : new([.. _order.Select(path => KeyValuePair.Create(path, _values[path]))]);
}
