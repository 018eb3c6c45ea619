namespace SubstraTee.Enclave.Program;

/// <summary>The files of the running Gramine.</summary>
internal sealed class GramineFiles(string folder) : IGramineFiles
{
    public const string DefaultFolder = "/dev/attestation";

    public Errno Write(string name, ReadOnlySpan<byte> value) => Posix.Write(Path.Combine(folder, name), value);

    public Errno Read(string name, int maxLength, out byte[] value) => Posix.Read(Path.Combine(folder, name), maxLength, out value);
}
