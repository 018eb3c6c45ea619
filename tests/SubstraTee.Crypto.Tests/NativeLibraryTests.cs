namespace SubstraTee.Crypto.Tests;

public sealed class NativeLibraryTests
{
    [Fact]
    public void A_missing_library_names_its_debian_package()
    {
        var folder = Path.Combine(Path.GetTempPath(), "substratee-no-such-folder");
        var error = Assert.Throws<DllNotFoundException>(() => new NativeLibraryLoader().LoadFrom(folder, [NativeLibraries.Sodium]));
        Assert.Contains("libsodium23", error.Message, StringComparison.Ordinal);
        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DllNotFoundException>(() => new NativeLibraryLoader().LoadFrom(folder, [NativeLibraries.Secp256k1]));
        Assert.Contains("libsecp256k1-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_must_be_absolute() =>
        Assert.Throws<ArgumentException>(() => new NativeLibraryLoader().LoadFrom("lib", []));

    [Fact]
    public void The_folder_cannot_change_once_a_library_is_loaded()
    {
        using var pair = KeyPair.FromSecretUri("//Alice", KeyType.Ed25519);
        Assert.Throws<InvalidOperationException>(() => NativeLibraries.LoadFrom(Path.GetTempPath()));
    }

    [Fact]
    public void Libraries_are_taken_from_the_named_folder_by_full_path()
    {
        var system = File.ReadLines("/proc/self/maps").Select(line => line.Split(' ')[^1])
            .FirstOrDefault(path => path.Contains("/libsodium.so", StringComparison.Ordinal)) ?? LoadAndFind();
        var folder = Directory.CreateTempSubdirectory("substratee-native-").FullName;
        try
        {
            var copy = Path.Combine(folder, NativeLibraries.Sodium);
            File.Copy(system, copy);
            var loader = new NativeLibraryLoader();
            loader.LoadFrom(folder, [NativeLibraries.Sodium]);
            loader.LoadFrom(folder, [NativeLibraries.Sodium]);
            Assert.NotEqual(0, loader.Load(NativeLibraries.Sodium));
            Assert.Contains(File.ReadLines("/proc/self/maps"), line => line.EndsWith(copy, StringComparison.Ordinal));
            Assert.Throws<DllNotFoundException>(() => loader.Load(NativeLibraries.Secp256k1));
            Assert.Throws<InvalidOperationException>(() => loader.LoadFrom("/usr/lib", []));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string LoadAndFind()
    {
        using var pair = KeyPair.FromSecretUri("//Alice", KeyType.Ed25519);
        return File.ReadLines("/proc/self/maps").Select(line => line.Split(' ')[^1])
            .First(path => path.Contains("/libsodium.so", StringComparison.Ordinal));
    }
}
