namespace SubstraTee.Cli;

/// <summary>A folder that is gone when its user is done.</summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>Makes the folder; only this user may look into it.</summary>
    public ScratchFolder() => Path = Directory.CreateTempSubdirectory("substratee-").FullName;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // A leftover in the system's folder for such is no reason to fail.
        }
    }
}
