using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker;

/// <summary>The folder of sealed blobs. A blob appears whole or not at all, and is on disk before anything relies on it.</summary>
internal sealed class BlobFolder : IAsyncDisposable
{
    private const string Unfinished = ".new";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;
    private FileStream? _open;
    private string _openName = string.Empty;

    /// <summary>Opens the folder, making it at first, and clears what a crash left unfinished.</summary>
    public BlobFolder(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        foreach (var leftover in Directory.EnumerateFiles(folder, "*" + Unfinished))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>All blobs, by name and length.</summary>
    public ImmutableArray<BlobInfo> List() =>
    [
        .. Directory.EnumerateFiles(_folder)
            .Select(path => new FileInfo(path))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new BlobInfo(file.Name, (ulong)file.Length)),
    ];

    /// <summary>A blob's content in parts that fit a frame.</summary>
    public IEnumerable<EnclaveInput.BootBlob> Parts(BlobInfo blob)
    {
        using var file = File.OpenRead(PathOf(blob.Name));
        var buffer = new byte[ProtocolLimits.MaxBlobChunkBytes];
        var offset = 0UL;
        int read;
        while ((read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0)
        {
            yield return new EnclaveInput.BootBlob(blob.Name, offset, buffer[..read]);
            offset += (ulong)read;
        }
    }

    /// <summary>Writes a part; with the last one the blob is flushed and gets its name.</summary>
    public void Persist(EnclaveEffect.Persist part)
    {
        if (part.Offset == 0)
        {
            _open?.Dispose();
            _openName = part.Name;
            _open = new FileStream(PathOf(part.Name) + Unfinished, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
                // Parts are large; and what could not be written must not be tried once more when the file is closed.
                BufferSize = 0,
            });
        }

        if (_open is null || _openName != part.Name || _open.Position != (long)part.Offset)
        {
            throw new InvalidDataException($"a part of the blob '{part.Name}' does not follow the one before");
        }

        _open.Write(part.Bytes);
        if (part.Last)
        {
            _open.Flush(flushToDisk: true);
            _open.Dispose();
            _open = null;
            File.Move(PathOf(part.Name) + Unfinished, PathOf(part.Name), overwrite: true);
            FolderFlush.Flush(_folder);
        }
    }

    /// <summary>Deletes a blob, if it is there.</summary>
    public void Delete(string name) => File.Delete(PathOf(name));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _open?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string PathOf(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? Path.Combine(_folder, name)
            : throw new InvalidDataException($"'{name}' is no name of a sealed blob");
}
