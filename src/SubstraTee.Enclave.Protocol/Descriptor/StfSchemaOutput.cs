using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What a getter answers.</summary>
/// <param name="Getter">The getter's name.</param>
/// <param name="Type">Number of the answer's type.</param>
[ScaleType]
public sealed partial record StfSchemaOutput([MaxLength(64)] string Getter, [Compact] uint Type);
