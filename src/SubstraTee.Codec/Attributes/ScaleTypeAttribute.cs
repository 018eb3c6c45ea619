namespace SubstraTee.Codec;

/// <summary>Asks the source generator for the codec of a record, a union of records or an enum.</summary>
/// <remarks>
/// A partial record, record struct or class gets a static property <c>Codec</c>; its fields are the parameters of its
/// primary constructor or, without one, its settable properties in order. An abstract partial record whose nested records
/// carry <see cref="ScaleVariantAttribute"/> is a union. An enum <c>E</c> gets a class <c>EScale</c> with a property
/// <c>Codec</c>. A generic type gets a method <c>CodecOf</c> that takes the codecs of its parameters.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum, Inherited = false)]
public sealed class ScaleTypeAttribute : Attribute
{
    /// <summary>Describes the type in scale-info as <c>substratee::</c> and its own name.</summary>
    public ScaleTypeAttribute()
    {
    }

    /// <summary>Describes the type in scale-info under a path of its own.</summary>
    public ScaleTypeAttribute(string path) => Path = path;

    /// <summary>The path in scale-info, with <c>::</c> between its parts, or null for the default.</summary>
    public string? Path { get; }

    /// <summary>True when the fields have no names in scale-info, as in a tuple struct of Rust.</summary>
    public bool Positional { get; set; }

    /// <summary>True to generate equality over the encoding, for records that hold arrays.</summary>
    public bool StructuralEquality { get; set; }

    /// <summary>The name of a boolean instance property; a decoded value for which it is false is refused.</summary>
    public string? Validate { get; set; }
}
