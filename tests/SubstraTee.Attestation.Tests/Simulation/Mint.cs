using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.Simulation;

/// <summary>Simulated machines that tests share; one seed and one time for all, so that every run mints the same machines.</summary>
internal static class Mint
{
    // RSA keys cannot come from a seed, and genuine ones of 4096 bits take seconds to make: these are shorter and shared.
    private static readonly Lazy<(byte[] Ark, byte[] Ask)> RsaKeys = new(() =>
    {
        using var ark = RSA.Create(2048);
        using var ask = RSA.Create(2048);
        return (ark.ExportPkcs8PrivateKey(), ask.ExportPkcs8PrivateKey());
    });

    private static readonly ConcurrentDictionary<SnpProduct, Lazy<SimulatedSnpRoot>> Roots = new();

    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static long Time => Now.ToUnixTimeSeconds();

    public static SimulatedValidity Validity { get; } = new(Now.AddDays(-30), Now.AddDays(335));

    public static SimulatedValidity CrlValidity { get; } = new(Now.AddDays(-1), Now.AddDays(6));

    public static SnpTcb Tcb { get; } = new(null, 4, 0, 24, 219);

    public static SnpTcb TurinTcb { get; } = new(1, 1, 1, 4, 81);

    public static ImmutableArray<SimulatedComponent> Components { get; } =
        [new("BL", Bytes(32, 1), Bytes(32, 2)), new("PRoT", Bytes(32, 3), Bytes(32, 4))];

    public static ImmutableArray<byte> Bytes(int length, byte value)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return [.. bytes];
    }

    public static SecretBytes Seed(byte number) => new([.. new byte[31], number]);

    /// <summary>The root of a product, the same for all tests; nobody disposes it.</summary>
    public static SimulatedSnpRoot SnpRoot(SnpProduct product = SnpProduct.Milan) => Roots.GetOrAdd(
        product,
        one => new Lazy<SimulatedSnpRoot>(() => new SimulatedSnpRoot(one, Rsa(RsaKeys.Value.Ark), Rsa(RsaKeys.Value.Ask), Validity))).Value;

    public static SimulatedSnpReport SnpReport() => new() { ReportData = Bytes(64, 0xDA), Measurement = Bytes(48, 0x3E) };

    public static SimulatedPsaToken PsaToken() => new() { Nonce = Bytes(64, 0x10), Components = Components };

    public static SimulatedCcaToken CcaToken() =>
        new() { Challenge = Bytes(64, 0x20), InitialMeasurement = Bytes(48, 0x21), PlatformComponents = Components };

    public static SimulatedKeystoneReport KeystoneReport() => new() { EnclaveHash = Bytes(64, 0x30), Data = Bytes(64, 0x31) };

    public static SimulatedNitroDocument NitroDocument() =>
        new() { Time = Now, Registers = [Bytes(48, 0x40), Bytes(48, 0x41), Bytes(48, 0x42)], UserData = Bytes(64, 0x43) };

    private static RSA Rsa(byte[] pkcs8)
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    }
}
