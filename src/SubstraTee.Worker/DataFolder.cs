namespace SubstraTee.Worker;

/// <summary>The worker's data folder, held by one process at a time.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        _path = path;
        _lock = held;
    }

    /// <summary>Sealed blobs.</summary>
    public string SealedPath => Path.Combine(_path, "sealed");

    /// <summary>The simulated platform, unless the operator names another folder.</summary>
    public string PlatformPath => Path.Combine(_path, "platform");

    /// <summary>Receipts and outcomes.</summary>
    public string ReceiptsPath => Path.Combine(_path, "receipts.db");

    /// <summary>Opens the folder, making it at first.</summary>
    /// <exception cref="WorkerException">It cannot be written, or another worker holds it.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
            var held = new FileStream(
                Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.None);
            return new DataFolder(Path.GetFullPath(path), held);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkerException(
                "STEE-E0004",
                $"the data folder {path} cannot be used",
                fault.Message,
                "make it writable, stop the worker that uses it, or name another with --data",
                fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lock.DisposeAsync();
}
