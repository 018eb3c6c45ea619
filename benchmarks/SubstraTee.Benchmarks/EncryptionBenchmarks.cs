using BenchmarkDotNet.Attributes;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Benchmarks;

public class EncryptionBenchmarks
{
    private readonly byte[] _message = Inputs.Data(200);
    private readonly byte[] _info = new byte[32];
    private readonly AccountId _account = new(Inputs.Key(0));
    private readonly string _address = Ss58.Encode(new AccountId(Inputs.Key(0)), 42);
    private readonly SecretBytes _entropy = SecretBytes.Create(32, bytes => bytes.Fill(7));
    private readonly X25519KeyPair _recipient = X25519KeyPair.FromSeed(SecretBytes.Create(32, bytes => bytes.Fill(9)));
    private byte[] _enc = [];
    private byte[] _sealed = [];

    [GlobalSetup]
    public void Setup() => _sealed = Seal();

    [Benchmark(Description = "hpke seal 200 B")]
    public byte[] Seal()
    {
        using var sender = Hpke.SetupSender(_recipient.PublicKey.Bytes.AsSpan(), _info, _entropy, out _enc);
        return sender.Seal([], _message);
    }

    [Benchmark(Description = "hpke open 200 B")]
    public bool Open()
    {
        using var opened = Hpke.SetupRecipient(_enc, _recipient, _info);
        return opened!.TryOpen([], _sealed, out _);
    }

    [Benchmark(Description = "ss58 encode")]
    public string Ss58Encode() => Ss58.Encode(_account, 42);

    [Benchmark(Description = "ss58 decode")]
    public bool Ss58Decode() => Ss58.TryDecode(_address, out _, out _);
}
