using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf;

namespace SubstraTee.Enclave;

/// <summary>The enclave: takes one input at a time and returns what it wants done. It performs nothing itself.</summary>
/// <remarks>
/// Every byte of an input is the host's claim. An input is verified whole before anything is changed, and refused whole.
/// Not safe for use by several threads: inputs have an order.
/// </remarks>
public sealed class EnclaveMachine : IDisposable
{
    private readonly IEnclavePlatform _platform;
    private readonly IStfSource _stf;
    private readonly Entropy _entropy;
    private BootSession? _boot;
    private ShardSession? _shard;
    private RefusalCode? _stopped;

    /// <summary>An enclave that waits for its boot.</summary>
    /// <param name="platform">What it runs on.</param>
    /// <param name="stf">What it runs.</param>
    public EnclaveMachine(IEnclavePlatform platform, IStateTransitionFunction stf)
        : this(platform, new CompiledStf(stf))
    {
    }

    /// <summary>An enclave that waits for its boot.</summary>
    /// <param name="platform">What it runs on.</param>
    /// <param name="stf">Where it has what it runs from.</param>
    public EnclaveMachine(IEnclavePlatform platform, IStfSource stf)
    {
        _platform = platform;
        _stf = stf;
        _entropy = new Entropy(platform);
        if (!_entropy.IsHealthy())
        {
            _stopped = RefusalCode.EntropyUnhealthy;
        }
    }

    /// <summary>True when the enclave has stopped for good.</summary>
    public bool IsStopped => _stopped is not null || _shard?.Halted is not null;

    /// <summary>Handles one input.</summary>
    /// <returns>What is to be done, in order. A refused input leaves everything as it was.</returns>
    public IReadOnlyList<EnclaveEffect> Handle(EnclaveInput input)
    {
        if (_stopped is { } stopped)
        {
            return [new EnclaveEffect.Refused(stopped)];
        }

        try
        {
            return Dispatch(input);
        }
        catch (RefusalException refused)
        {
            return [new EnclaveEffect.Refused(refused.Code)];
        }
        catch (SealException refused)
        {
            return [new EnclaveEffect.Refused(refused.Code)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shard?.Dispose();
        _boot = null;
        _shard = null;
    }

    private IReadOnlyList<EnclaveEffect> Dispatch(EnclaveInput input)
    {
        switch (input)
        {
            case EnclaveInput.Boot boot:
                RequireNotBooted();
                _boot = new BootSession(_platform, _stf, _entropy, boot);
                return _boot.Begin();
            case EnclaveInput.BootCode code:
                (_boot ?? throw new RefusalException(RefusalCode.NotBooted)).Take(code.Bytes);
                return [];
            case EnclaveInput.BootBlob part:
                (_boot ?? throw new RefusalException(RefusalCode.NotBooted)).Blobs.Add(part);
                return [];
            case EnclaveInput.BootEnd:
                return FinishBoot();
            case EnclaveInput.Stop:
                Dispose();
                _stopped = RefusalCode.Stopped;
                return [];
            default:
                return Shard().Handle(input);
        }
    }

    private ShardSession Shard() => _shard ?? throw new RefusalException(RefusalCode.NotBooted);

    private void RequireNotBooted()
    {
        if (_boot is not null || _shard is not null)
        {
            throw new RefusalException(RefusalCode.AlreadyBooted);
        }
    }

    private List<EnclaveEffect> FinishBoot()
    {
        var boot = _boot ?? throw new RefusalException(RefusalCode.NotBooted);
        var blobs = boot.Complete();
        // Whatever is refused from here on, nothing was taken: the operator may start again with other blobs or metadata.
        _boot = null;
        var effects = new List<EnclaveEffect>();
        _shard = boot.Finish(blobs, effects);
        effects.AddRange(_shard.Begin());
        return effects;
    }
}
