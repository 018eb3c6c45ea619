using System.Text.Json;

namespace SubstraTee.Measurement.Tests;

/// <summary>The measurement covers every byte of the published folder, and two programs that share no code agree on it.</summary>
public class MeasurementTests(PublishedEnclave enclave) : IClassFixture<PublishedEnclave>
{
    private static readonly string[] MeasuredSet =
        ["libcrypto.so.3", "libsecp256k1.so.1", "libsodium.so.23", "libssl.so.3", "substratee-enclave"];

    [Fact]
    public void The_measured_set_is_one_program_and_its_native_libraries() =>
        Assert.Equal(
            MeasuredSet.Append("measurement.json").Order(StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(enclave.Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_enclave_and_the_script_compute_the_same() =>
        Assert.Equal(enclave.Measurement, await DescribedAsync(enclave.Folder));

    [Fact]
    public async Task One_changed_byte_of_any_file_gives_another_measurement()
    {
        foreach (var name in MeasuredSet)
        {
            foreach (var place in new[] { 0.0, 0.5, 1.0 })
            {
                var copy = enclave.Copy();
                Flip(Path.Combine(copy, name), place);
                Assert.NotEqual(enclave.Measurement, await PublishedEnclave.MeasureAsync(copy));
                Directory.Delete(copy, recursive: true);
            }
        }
    }

    [Fact]
    public async Task A_renamed_missing_or_added_file_gives_another_measurement()
    {
        var renamed = enclave.Copy();
        File.Move(Path.Combine(renamed, "libssl.so.3"), Path.Combine(renamed, "libssl.so.4"));
        var missing = enclave.Copy();
        File.Delete(Path.Combine(missing, "libssl.so.3"));
        var added = enclave.Copy();
        await File.WriteAllBytesAsync(Path.Combine(added, "empty"), []);

        var measurements = await Task.WhenAll(new[] { enclave.Folder, renamed, missing, added }.Select(PublishedEnclave.MeasureAsync));

        Assert.Distinct(measurements);
    }

    [Fact]
    public async Task The_enclave_sees_a_changed_library_beside_it()
    {
        var copy = enclave.Copy();
        // Behind the last section, so that the library still loads.
        await File.AppendAllTextAsync(Path.Combine(copy, "libsodium.so.23"), " ");

        Assert.Equal(await PublishedEnclave.MeasureAsync(copy), await DescribedAsync(copy));
        Assert.NotEqual(enclave.Measurement, await DescribedAsync(copy));
    }

    [Fact]
    public async Task The_description_is_not_measured_and_says_what_is()
    {
        var copy = enclave.Copy();
        var description = Path.Combine(copy, "measurement.json");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(description));
        File.Delete(description);

        Assert.Equal(enclave.Measurement, await PublishedEnclave.MeasureAsync(copy));
        Assert.Equal(enclave.Measurement, json.RootElement.GetProperty("measurement").GetString());
        Assert.Equal(MeasuredSet, json.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()));
        Assert.Equal(
            ["dotnet-sdk", "libsecp256k1-1", "libsodium23", "libssl3"],
            json.RootElement.GetProperty("packages").EnumerateArray().Select(package => package.GetProperty("name").GetString()));
    }

    private static void Flip(string file, double place)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.Position = (long)((stream.Length - 1) * place);
        var value = stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(value ^ 1));
    }

    // What the enclave says of itself before it has any key.
    private static async Task<string> DescribedAsync(string folder)
    {
        using var json = JsonDocument.Parse(await Shell.RunAsync(Path.Combine(folder, "substratee-enclave"), "--describe"));
        return json.RootElement.GetProperty("measurement").GetString()!["0x".Length..];
    }
}
