namespace SubstraTee.Enclave.Program;

/// <summary>Gramine's pseudo-files below <c>/dev/attestation</c>, which exist inside of an SGX enclave only.</summary>
internal interface IGramineFiles
{
    /// <summary>Writes a file with one call.</summary>
    Errno Write(string name, ReadOnlySpan<byte> value);

    /// <summary>Reads a file of at most a number of bytes.</summary>
    Errno Read(string name, int maxLength, out byte[] value);
}
