namespace SubstraTee.Enclave.Program;

/// <summary>The reports of the running kernel.</summary>
/// <param name="folder">Where they are: <see cref="DefaultFolder"/>.</param>
internal sealed class ConfigfsReports(string folder) : ITsmReports
{
    public const string DefaultFolder = "/sys/kernel/config/tsm/report";

    public Errno Make(string entry) => Posix.MakeDirectory(Path.Combine(folder, entry));

    public Errno Remove(string entry) => Posix.RemoveDirectory(Path.Combine(folder, entry));

    public Errno Write(string entry, string attribute, ReadOnlySpan<byte> value) => Posix.Write(Path.Combine(folder, entry, attribute), value);

    public Errno Read(string entry, string attribute, int maxLength, out byte[] value) =>
        Posix.Read(Path.Combine(folder, entry, attribute), maxLength, out value);
}
