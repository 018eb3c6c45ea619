namespace SubstraTee.Enclave.Program;

/// <summary>The platform's folder or libraries cannot be used.</summary>
internal sealed class PlatformException(string message) : Exception(message);
