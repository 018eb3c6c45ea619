using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>What the generator refuses, each with a number of its own.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = Rule(
        "STEE001", "Type must be partial", "'{0}' must be declared partial, so that its codec can be added");

    public static readonly DiagnosticDescriptor UnsupportedType = Rule(
        "STEE002", "Field type has no codec", "'{0}': {1}");

    public static readonly DiagnosticDescriptor DuplicateIndex = Rule(
        "STEE003", "Variant index used twice", "'{0}' has the index {1}, which another variant of the same type has");

    public static readonly DiagnosticDescriptor ConflictingAttributes = Rule(
        "STEE004", "Attributes contradict each other", "'{0}' carries {1}; only one of them can decide the encoding");

    public static readonly DiagnosticDescriptor MisplacedAttribute = Rule(
        "STEE005", "Attribute does not fit the type", "'{0}': {1}");

    public static readonly DiagnosticDescriptor NotAVariant = Rule(
        "STEE006",
        "Record is no variant",
        "'{0}' must be a sealed record nested in the union it derives from, and carry [ScaleVariant]: {1}");

    public static readonly DiagnosticDescriptor NoVariants = Rule(
        "STEE007", "Type has no variants", "'{0}' has no variants: nothing could be encoded or decoded");

    public static readonly DiagnosticDescriptor EnumValue = Rule(
        "STEE008", "Enum value is no variant index", "'{0}' has the value {1}; a variant index is a number from 0 to 255");

    public static readonly DiagnosticDescriptor NoFields = Rule(
        "STEE009", "Fields cannot be told from the declaration", "'{0}': {1}");

    public static readonly DiagnosticDescriptor BadCodecMember = Rule(
        "STEE010", "Custom codec not found", "'{0}': {1}");

    public static readonly DiagnosticDescriptor BadValidate = Rule(
        "STEE011", "Validating property not found", "'{0}' has no instance property '{1}' of type bool");

    public static readonly DiagnosticDescriptor Endless = Rule(
        "STEE012", "Type contains itself without end", "'{0}' contains itself through '{1}'; use an option or a list");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "SubstraTee.Codec", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
