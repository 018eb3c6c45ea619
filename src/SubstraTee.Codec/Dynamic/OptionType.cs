namespace SubstraTee.Codec;

/// <summary>Rust's <c>Option</c>, which scale-info describes as an enum like any other.</summary>
internal static class OptionType
{
    public static ScaleValue.Variant None { get; } = new("None", 0, []);

    public static ScaleValue.Variant Some(ScaleValue value) => new("Some", 1, [new ScaleField(null, value)]);

    /// <summary>The number of the type that may be there or not, or null when <paramref name="type"/> is no option.</summary>
    public static uint? Of(PortableType type) =>
        type is { Path: ["Option"], Definition: TypeDefinition.Variant { Variants: [{ Name: "None" }, { Name: "Some", Fields: [var some] }] } }
            ? some.Type
            : null;
}
