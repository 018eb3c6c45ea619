using SubstraTee.Testing;

namespace SubstraTee.Measurement.Tests;

/// <summary>The counter's enclave as users get it, and folders for copies of it.</summary>
public sealed class PublishedEnclave : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("substratee-measurement-");

    /// <summary>The published folder; nothing may write to it.</summary>
    public string Folder { get; private set; } = string.Empty;

    /// <summary>Its measurement by the script.</summary>
    public string Measurement { get; private set; } = string.Empty;

    public async Task InitializeAsync()
    {
        Folder = Path.Combine(await Shell.RunAsync(Path.Combine(Repository.Root, "eng", "publish.sh")), "enclaves", "counter");
        Measurement = await MeasureAsync(Folder);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _temporary.Delete(recursive: true);

    /// <summary>The measurement that eng/measure.sh computes, without any code of the product.</summary>
    public static async Task<string> MeasureAsync(string folder) =>
        await Shell.RunAsync(Path.Combine(Repository.Root, "eng", "measure.sh"), folder);

    /// <summary>A new empty folder that goes away with the test.</summary>
    public string NewFolder(string name) => _temporary.CreateSubdirectory(Path.Combine(Guid.NewGuid().ToString("N"), name)).FullName;

    /// <summary>A copy of the enclave that a test may change.</summary>
    public string Copy()
    {
        var copy = NewFolder("enclave");
        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }
}
