namespace SubstraTee.Codec;

/// <summary>Understands texts that only the application can, such as the name or address of an account.</summary>
/// <param name="type">The type that a value is wanted of.</param>
/// <param name="text">What was written.</param>
/// <returns>The value, or null to leave the text to the type.</returns>
public delegate ScaleValue? ScaleTextResolver(PortableType type, string text);
