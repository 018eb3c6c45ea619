using System.Collections.Immutable;
using SubstraTee.Attestation.Cose;

namespace SubstraTee.Attestation.Arm;

/// <summary>A token's claims by label, each read with its type and sizes.</summary>
/// <param name="map">The claims.</param>
/// <param name="token">What token they are of, for refusals.</param>
internal sealed class ArmClaimMap(CborValue.Map map, string token)
{
    private const int MaxTextLength = 512;

    /// <summary>Sizes of the hashes that Arm's tokens use: SHA-256, SHA-384, SHA-512.</summary>
    private static readonly ImmutableArray<int> HashSizes = [32, 48, 64];

    /// <summary>Reads a token's payload.</summary>
    /// <exception cref="RefusalException">It is no map.</exception>
    public static ArmClaimMap Read(ReadOnlyMemory<byte> payload, string token) =>
        CborReader.Read(payload, CborLimits.Token, $"the payload of {token}") is CborValue.Map map
            ? new ArmClaimMap(map, token)
            : throw new RefusalException(RefusalReason.EvidenceMalformed, $"the payload of {token} is no map of claims");

    /// <summary>Whether a claim is there.</summary>
    public bool Has(long label) => map[label] is not null;

    /// <summary>A byte string of a fixed length.</summary>
    public ReadOnlyMemory<byte> Bytes(long label, string name, int length)
    {
        var bytes = Required<CborValue.Bytes>(label, name).Value;
        Check.That(bytes.Length == length, RefusalReason.ArmClaimMalformed, $"{name} of {token} has {bytes.Length} bytes instead of {length}");
        return bytes;
    }

    /// <summary>A byte string within bounds.</summary>
    public ReadOnlyMemory<byte> Bytes(long label, string name, int min, int max)
    {
        var bytes = Required<CborValue.Bytes>(label, name).Value;
        Check.That(
            bytes.Length >= min && bytes.Length <= max,
            RefusalReason.ArmClaimMalformed,
            $"{name} of {token} has {bytes.Length} bytes instead of {min} to {max}");
        return bytes;
    }

    /// <summary>A hash, or a challenge of the same sizes.</summary>
    public ReadOnlyMemory<byte> Hash(long label, string name) => HashOf(Required<CborValue.Bytes>(label, name), name);

    /// <summary>Exactly so many hashes.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Hashes(long label, string name, int count)
    {
        var items = Required<CborValue.Array>(label, name).Items;
        Check.That(items.Length == count, RefusalReason.ArmClaimMalformed, $"{name} of {token} has {items.Length} entries instead of {count}");
        return [.. items.Select(item => HashOf(item as CborValue.Bytes ?? throw WrongType(name), name))];
    }

    /// <summary>A number within bounds.</summary>
    public long Number(long label, string name, long min, long max)
    {
        var number = Required<CborValue.Integer>(label, name).Value;
        Check.That(number >= min && number <= max, RefusalReason.ArmClaimMalformed, $"{name} of {token} is {number}, not within {min} to {max}");
        return number;
    }

    /// <summary>A text.</summary>
    public string Text(long label, string name) => TextOf(Required<CborValue.Text>(label, name), name);

    /// <summary>A text, or null where the claim is missing.</summary>
    public string? OptionalText(long label, string name) => Has(label) ? Text(label, name) : null;

    /// <summary>Software components, at least one.</summary>
    public ImmutableArray<ArmSoftwareComponent> Components(long label, string name)
    {
        var items = Required<CborValue.Array>(label, name).Items;
        Check.That(!items.IsEmpty, RefusalReason.ArmNothingMeasured, $"{name} of {token} is empty");
        Check.That(
            items.Length <= ArmLabels.MaxComponents, RefusalReason.ArmClaimMalformed, $"{name} of {token} has more than {ArmLabels.MaxComponents} entries");
        return [.. items.Select(item => Component(item, name))];
    }

    private ArmSoftwareComponent Component(CborValue item, string name)
    {
        var entry = new ArmClaimMap(item as CborValue.Map ?? throw WrongType(name), $"a software component of {token}");
        return new ArmSoftwareComponent(
            entry.OptionalText(ArmLabels.ComponentType, "the type"),
            entry.Hash(ArmLabels.ComponentMeasurement, "the measurement").Span,
            entry.Hash(ArmLabels.ComponentSigner, "the signer id").Span,
            entry.OptionalText(ArmLabels.ComponentVersion, "the version"),
            entry.OptionalText(ArmLabels.ComponentDescription, "the description"));
    }

    private T Required<T>(long label, string name)
        where T : CborValue
    {
        var value = map[label];
        Check.That(value is not null, RefusalReason.ArmClaimMissing, $"{token} has no {name} (label {label})");
        return value as T ?? throw WrongType(name);
    }

    private ReadOnlyMemory<byte> HashOf(CborValue.Bytes value, string name)
    {
        Check.That(
            HashSizes.Contains(value.Value.Length),
            RefusalReason.ArmClaimMalformed,
            $"{name} of {token} has {value.Value.Length} bytes instead of 32, 48 or 64");
        return value.Value;
    }

    private string TextOf(CborValue.Text value, string name)
    {
        Check.That(value.Value.Length is > 0 and <= MaxTextLength, RefusalReason.ArmClaimMalformed, $"{name} of {token} is empty or too long");
        return value.Value;
    }

    private RefusalException WrongType(string name) =>
        new(RefusalReason.ArmClaimMalformed, $"{name} of {token} is of another type than its profile says");
}
