using System.Buffers.Binary;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Tests;

/// <summary>A platform whose machine, build, randomness and time the test chooses.</summary>
internal sealed class TestPlatform(string machine = "machine", byte build = 1, ulong seed = 1) : IEnclavePlatform
{
    private ulong _draws;

    public bool IsSimulated => true;

    public bool BrokenEntropy { get; init; }

    public Measurement Measurement { get; } = new(MeasurementFamily.Simulated, Enumerable.Repeat(build, 32).ToArray());

    public SecretBytes SealingKey { get; } =
        new(Blake2b.Hash256([.. System.Text.Encoding.UTF8.GetBytes(machine), build]).ToArray());

    public ulong MonotonicMs { get; set; } = 1_000;

    public void FillRandom(Span<byte> destination)
    {
        Span<byte> block = stackalloc byte[16];
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block, seed);
            BinaryPrimitives.WriteUInt64LittleEndian(block[8..], BrokenEntropy ? 0 : _draws++);
            var hash = Blake2b.Hash256(block).ToArray();
            var take = Math.Min(hash.Length, destination.Length);
            hash.AsSpan(0, take).CopyTo(destination);
            destination = destination[take..];
        }
    }
}
