namespace SubstraTee.Cli;

/// <summary>A file for a result that cannot be had twice: opened before the work, whole under its name after it, or not there.</summary>
internal sealed class ResultFile : IDisposable
{
    private readonly string _unfinished;
    private readonly FileStream _file;

    private ResultFile(string path, string unfinished, FileStream file)
    {
        Path = path;
        _unfinished = unfinished;
        _file = file;
    }

    /// <summary>Where the result will stand.</summary>
    public string Path { get; }

    /// <summary>Opens a file beside the one that is wanted.</summary>
    /// <exception cref="CliException">No file can be written there.</exception>
    public static ResultFile Create(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new IOException("it is a folder");
            }

            var unfinished = $"{path}.{Environment.ProcessId}.new";
            return new ResultFile(path, unfinished, new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }
    }

    /// <summary>Writes the result and gives the file its name, in place of any that has it.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public void Write(string text)
    {
        try
        {
            using (var writer = new StreamWriter(_file, leaveOpen: true))
            {
                writer.Write(text);
                writer.Write('\n');
            }

            _file.Flush(flushToDisk: true);
            File.Move(_unfinished, Path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(Path, refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_unfinished);
    }
}
