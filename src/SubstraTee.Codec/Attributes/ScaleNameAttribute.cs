namespace SubstraTee.Codec;

/// <summary>Gives a field or variant another name in scale-info than the one its C# name implies.</summary>
[AttributeUsage(
    AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Field, Inherited = false)]
public sealed class ScaleNameAttribute : Attribute
{
    /// <summary>Names the field or variant.</summary>
    public ScaleNameAttribute(string name) => Name = name;

    /// <summary>The name in scale-info.</summary>
    public string Name { get; }

    /// <summary>The type of a field as scale-info shall write it, or null for the one its C# type implies.</summary>
    public string? TypeName { get; set; }
}
