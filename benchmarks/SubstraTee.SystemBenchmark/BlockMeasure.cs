using System.Collections.Immutable;
using System.Diagnostics;
using SubstraTee.Crypto;
using SubstraTee.Enclave;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Enclave.Tests;
using SubstraTee.Primitives;
using SubstraTee.Stf.Counter;

namespace SubstraTee.SystemBenchmark;

/// <summary>What a block costs the enclave, from the frame's content to the sealed log, next to how many accounts the state has.</summary>
/// <remarks>
/// The enclave's state machine in this process, on blocks of the development chain's runtime with real justifications and
/// proofs: without sockets and disk the figure is the enclave's alone.
/// </remarks>
internal sealed class BlockMeasure : IDisposable
{
    private const int WarmUp = 30;

    private readonly int _calls;
    private readonly TestParentchain _chain = new();
    private readonly TestPlatform _platform = new();
    private readonly EnclaveMachine _machine;
    private readonly ImmutableArray<KeyPair> _callers;
    private readonly KeyPair _payer = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
    private readonly ShardId _shard;
    private readonly List<double> _times = [];
    private EnclaveStatus _status = null!;
    private ImmutableArray<byte[]> _wanted = [];
    private uint _rounds;

    private BlockMeasure(int accounts, int calls)
    {
        _calls = calls;
        var stf = new CrowdedCounter(accounts);
        _machine = new EnclaveMachine(_platform, stf);
        _callers = [.. Enumerable.Range(0, calls).Select(i => KeyPair.FromSecretUri($"//caller//{i}", KeyType.Sr25519))];
        var descriptor = new ShardDescriptor(
            ShardDescriptor.CurrentVersion,
            _chain.Genesis,
            new BlockRef(0, _chain.Genesis),
            TestParentchain.SetId,
            _chain.Authorities,
            null,
            stf.Describe().CSharpIdentity().Hash,
            new AdmissionPolicy(
                [_platform.Measurement], null, true, 1, [new MetadataPin(1, Blake2b.Hash256(_chain.Metadata))], uint.MaxValue),
            null,
            0,
            default);
        var bytes = ShardDescriptor.Codec.Encode(descriptor);
        _shard = ShardDescriptor.IdOf(bytes);
        _chain.Submit(_payer, "EnclaveBridge", "create_shard", Codec.Scale.Bytes, bytes);
        _chain.MakeBlock();
        Handle(new EnclaveInput.Boot(bytes, _chain.Metadata, [], null));
        Handle(new EnclaveInput.BootEnd());
        _chain.Fund(_status.Account);
    }

    /// <summary>Measures states of several sizes in turn, so that whatever else the machine does meets all of them.</summary>
    /// <returns>For each size the median and the longest time of a block, in milliseconds.</returns>
    public static List<(int Accounts, double Median, double Longest)> Run(IReadOnlyList<int> sizes, int calls, int blocks)
    {
        var measures = sizes.Select(size => new BlockMeasure(size, calls)).ToList();
        try
        {
            foreach (var measure in measures)
            {
                measure.Join();
            }

            for (var i = -WarmUp; i < blocks; i++)
            {
                foreach (var measure in measures)
                {
                    var time = measure.Block();
                    if (i >= 0)
                    {
                        measure._times.Add(time);
                    }
                }
            }

            return [.. measures.Select((measure, i) => (sizes[i], measure._times.Order().ElementAt(blocks / 2), measure._times.Max()))];
        }
        finally
        {
            measures.ForEach(measure => measure.Dispose());
        }
    }

    public void Dispose()
    {
        _machine.Dispose();
        _payer.Dispose();
        foreach (var caller in _callers)
        {
            caller.Dispose();
        }
    }

    private void Join()
    {
        for (var i = 0; _status.State != EnclaveState.Serving; i++)
        {
            if (i == 10)
            {
                throw new InvalidOperationException($"the enclave is {_status.State}, {_status.Reason}");
            }

            _chain.MakeBlock();
            Import();
        }
    }

    private double Block()
    {
        foreach (var caller in _callers)
        {
            var call = TrustedCallSigned.Sign(
                caller, _chain.Genesis, _shard, 0, _rounds, CounterCall.Codec.Encode(new CounterCall.Increment(1, default(Bytes32))));
            using var seed = SecretBytes.Create(Bytes32.Length, System.Security.Cryptography.RandomNumberGenerator.Fill);
            using var request = RequestCipher.Seal(
                DomainTag.Call,
                new ShardTarget(_chain.Genesis, _shard, _status.Epoch, _status.ShieldingKey),
                TrustedCallSigned.Codec.Encode(call),
                seed);
            _chain.Invoke(_payer, _shard, request.Envelope);
        }

        _rounds++;
        _chain.MakeBlock();
        var import = _chain.Import(_status.Finalized.Number + 1, _chain.Height, _wanted);
        var started = Stopwatch.GetTimestamp();
        var effects = _machine.Handle(import);
        var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        CarryOut(effects);
        return effects.OfType<EnclaveEffect.PublishReceipt>().Single().Leaves.Length == _calls
            ? time
            : throw new InvalidOperationException("the block's receipt does not hold its calls");
    }

    private void Import() => Handle(_chain.Import(_status.Finalized.Number + 1, _chain.Height, _wanted));

    private void Handle(EnclaveInput input) => CarryOut(_machine.Handle(input));

    private void CarryOut(IReadOnlyList<EnclaveEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case EnclaveEffect.SubmitExtrinsic extrinsic:
                    _chain.Submit(extrinsic.Extrinsic);
                    break;
                case EnclaveEffect.WantKeys wanted:
                    _wanted = wanted.Keys;
                    break;
                case EnclaveEffect.Status status:
                    _status = status.Now;
                    break;
                case EnclaveEffect.Refused refused:
                    throw new InvalidOperationException($"the enclave refused: {refused.Code}");
                default:
                    break;
            }
        }
    }
}
