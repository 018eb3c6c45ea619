namespace SubstraTee.Attestation.Json;

/// <summary>A JSON text, or a value in it, is not as it has to be; the reader of the text says whose text it is.</summary>
internal sealed class JsonFaultException(string message) : Exception(message);
