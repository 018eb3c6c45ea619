using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Stf.Counter;
using SubstraTee.Substrate;

namespace SubstraTee.SystemBenchmark;

/// <summary>Many accounts that increment their counters and pay for it, each in the order of its own nonces.</summary>
internal sealed class Callers
{
    private const string Funds = "1000000000000000";

    private readonly Network _network;
    private readonly ImmutableArray<KeyPair> _keys;
    private readonly ExtrinsicV4 _extrinsics;
    private readonly SigningContext _signing;
    private readonly CallEncoder<(ShardId Shard, byte[] Envelope)> _invoke;
    private uint _rounds;

    private Callers(Network network, int accounts)
    {
        _network = network;
        var chain = network.Chain.Metadata;
        _keys = [.. Enumerable.Range(0, accounts).AsParallel().AsOrdered().Select(i => KeyPair.FromSecretUri($"//caller//{i}", KeyType.Sr25519))];
        _extrinsics = new ExtrinsicV4(chain);
        _signing = new SigningContext(chain.Version!.SpecVersion, chain.Version.TransactionVersion, network.Chain.GenesisHash);
        _invoke = new(chain, "EnclaveBridge", "invoke", Scale.Tuple(Scale.ShardId, Scale.Bytes));
    }

    public int Count => _keys.Length;

    public ImmutableArray<KeyPair> Keys => _keys;

    /// <summary>How often each has called.</summary>
    public uint Rounds => _rounds;

    /// <summary>Makes accounts and pays in what their calls will cost.</summary>
    public static async Task<Callers> CreateAsync(Network network, int accounts, CancellationToken cancellationToken)
    {
        var callers = new Callers(network, accounts);
        using var funder = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        var transfer = new CallEncoder<(MultiAddress To, UInt128 Amount)>(
            network.Chain.Metadata, "Balances", "transfer_keep_alive", Scale.Tuple(MultiAddress.Codec, Scale.CompactU128));
        var nonce = await network.Chain.Transactions.NextNonceAsync(funder.AccountId, cancellationToken);
        var each = UInt128.Parse(Funds) / (UInt128)Math.Max(1, accounts / 100);
        var messages = callers._keys.Select((key, i) => callers.Message(
            transfer.Encode((new MultiAddress.Id(key.AccountId), each)), funder, nonce + (uint)i)).ToList();
        await PoolFeeder.SendAsync(network.NodeAddress, [messages], cancellationToken);
        return callers;
    }

    /// <summary>Prepares a number of calls, in turn one of every account.</summary>
    public PreparedCall[] Prepare(int calls)
    {
        if (calls % Count != 0)
        {
            throw new ArgumentException($"{calls} calls do not go evenly into {Count} accounts", nameof(calls));
        }

        var first = _rounds;
        _rounds += (uint)(calls / Count);
        var prepared = new PreparedCall[calls];
        Parallel.For(0, calls, i => prepared[i] = Prepare(_keys[i % Count], first + (uint)(i / Count)));
        return prepared;
    }

    private PreparedCall Prepare(KeyPair key, uint nonce)
    {
        var memo = new Bytes32(RandomNumberGenerator.GetBytes(Bytes32.Length));
        var call = CounterCall.Codec.Encode(new CounterCall.Increment(1, memo));
        var target = _network.Target;
        var trusted = TrustedCallSigned.Sign(key, target.Genesis, target.Shard, policyVersion: 0, nonce, call);
        using var seed = SecretBytes.Create(Bytes32.Length, RandomNumberGenerator.Fill);
        var request = RequestCipher.Seal(DomainTag.Call, target, TrustedCallSigned.Codec.Encode(trusted), seed);
        return new PreparedCall(
            Message(_invoke.Encode((target.Shard, request.Envelope.ToArray())), key, nonce), request, nonce + 1);
    }

    private byte[] Message(byte[] call, KeyPair signer, uint nonce)
    {
        var extrinsic = _extrinsics.Sign(call, signer, SignedExtra.Immortal(nonce, _signing), _signing);
        return Encoding.ASCII.GetBytes(
            $$"""{"jsonrpc":"2.0","id":1,"method":"author_submitExtrinsic","params":["{{Hex.Encode(extrinsic)}}"]}""");
    }
}
