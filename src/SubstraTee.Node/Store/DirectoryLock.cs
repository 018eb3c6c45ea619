namespace SubstraTee.Node;

/// <summary>Holds a data directory, so that two nodes never write to one.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string FileName = "node.lock";

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    public static DirectoryLock Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NodeErrors.DataNotWritable(directory, exception.Message, exception);
        }

        try
        {
            // Exclusive sharing is a lock of the operating system: it ends with the process, however that ends.
            return new DirectoryLock(new FileStream(
                Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw NodeErrors.DataNotWritable(directory, exception.Message, exception);
        }
        catch (IOException exception) when (exception.Message.Contains("Read-only", StringComparison.OrdinalIgnoreCase))
        {
            throw NodeErrors.DataNotWritable(directory, exception.Message, exception);
        }
        catch (IOException exception)
        {
            throw NodeErrors.DataLocked(directory, exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
