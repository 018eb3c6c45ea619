using BenchmarkDotNet.Attributes;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Benchmarks;

public class SignatureBenchmarks
{
    private const int Batch = 64;
    private readonly byte[] _message = Inputs.Data(200);
    private readonly Dictionary<KeyType, (KeyPair Pair, Signature Signature)> _keys = [];
    private readonly bool[] _verdicts = new bool[Batch];
    private SignedMessage[] _batch = [];

    [GlobalSetup]
    public void Setup()
    {
        foreach (var type in Enum.GetValues<KeyType>())
        {
            var pair = KeyPair.FromSeed(SecretBytes.Create(32, bytes => bytes.Fill(7)), type);
            _keys[type] = (pair, pair.Sign(_message));
        }

        var (signer, signature) = _keys[KeyType.Sr25519];
        _batch = [.. Enumerable.Repeat(new SignedMessage(signature, _message, signer.AccountId), Batch)];
    }

    [Benchmark(Description = "ed25519 sign")]
    public Signature Ed25519Sign() => _keys[KeyType.Ed25519].Pair.Sign(_message);

    [Benchmark(Description = "ed25519 verify")]
    public bool Ed25519Verify() => Verify(KeyType.Ed25519);

    [Benchmark(Description = "sr25519 sign")]
    public Signature Sr25519Sign() => _keys[KeyType.Sr25519].Pair.Sign(_message);

    [Benchmark(Description = "sr25519 verify")]
    public bool Sr25519Verify() => Verify(KeyType.Sr25519);

    [Benchmark(Description = "sr25519 verify, 64 at once", OperationsPerInvoke = Batch)]
    public void Sr25519VerifyMany() => SignatureVerifier.VerifyMany(_batch, _verdicts);

    [Benchmark(Description = "ecdsa sign")]
    public Signature EcdsaSign() => _keys[KeyType.Ecdsa].Pair.Sign(_message);

    [Benchmark(Description = "ecdsa verify")]
    public bool EcdsaVerify() => Verify(KeyType.Ecdsa);

    private bool Verify(KeyType type)
    {
        var (pair, signature) = _keys[type];
        return SignatureVerifier.Verify(signature, _message, pair.AccountId);
    }
}
