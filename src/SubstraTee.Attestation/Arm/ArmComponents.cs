using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SubstraTee.Attestation.Arm;

/// <summary>Software components as registers.</summary>
internal static class ArmComponents
{
    /// <summary>What goes into a measurement of several components: type, signer and hash of each, in the token's order.</summary>
    public static IEnumerable<MeasuredRegister> ForMeasurement(ImmutableArray<ArmSoftwareComponent> components)
    {
        foreach (var component in components)
        {
            yield return new MeasuredRegister("type", Encoding.UTF8.GetBytes(component.Type ?? string.Empty));
            yield return new MeasuredRegister("signer_id", component.SignerId.AsSpan());
            yield return new MeasuredRegister("measurement", component.Measurement.AsSpan());
        }
    }

    /// <summary>One register for each component: <c>sw.</c>, its type in lower case, or its number where the token gives it no type.</summary>
    /// <remarks>A type that comes again has its number added, so that a name means one register.</remarks>
    public static IEnumerable<MeasuredRegister> ForPolicy(ImmutableArray<ArmSoftwareComponent> components)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < components.Length; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            var name = $"sw.{components[i].Type?.ToLowerInvariant() ?? number}";
            if (!names.Add(name))
            {
                name = $"{name}.{number}";
                names.Add(name);
            }

            yield return new MeasuredRegister(name, components[i].Measurement.AsSpan());
        }
    }
}
