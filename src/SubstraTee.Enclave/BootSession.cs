using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>A start: checks descriptor, build and metadata, then takes up the sealed state or makes a new identity.</summary>
internal sealed class BootSession : IDisposable
{
    private readonly IEnclavePlatform _platform;
    private readonly IStfSource _source;
    private readonly Entropy _entropy;
    private readonly ShardDescriptor _descriptor;
    private readonly ShardId _shard;
    private readonly ParentchainRuntime _runtime;
    private LoadedStf? _stf;

    /// <summary>Checks what can be checked without the sealed blobs.</summary>
    /// <exception cref="RefusalException">The descriptor does not hold, or names other code, or the metadata is not pinned.</exception>
    public BootSession(IEnclavePlatform platform, IStfSource source, Entropy entropy, EnclaveInput.Boot boot)
    {
        _platform = platform;
        _source = source;
        _entropy = entropy;
        if (!ShardDescriptor.TryRead(boot.Descriptor, out var descriptor, out _))
        {
            throw new RefusalException(RefusalCode.DescriptorInvalid);
        }

        _descriptor = descriptor;
        _shard = ShardDescriptor.IdOf(boot.Descriptor);
        if (!source.NeedsCode)
        {
            Take(default);
        }

        if (!descriptor.Policy.Measurements.Contains(platform.Measurement))
        {
            throw new RefusalException(RefusalCode.MeasurementNotAllowed);
        }

        _runtime = PinnedRuntime(descriptor, boot.Metadata);
        Blobs = new BlobCollector(boot.Blobs);
    }

    /// <summary>The sealed blobs as they come in.</summary>
    public BlobCollector Blobs { get; }

    /// <summary>What has to be brought before the boot's end.</summary>
    public List<EnclaveEffect> Begin() => _source.NeedsCode ? [new EnclaveEffect.WantCode(_descriptor.StfHash)] : [];

    /// <summary>Takes the code of the shard's function.</summary>
    /// <exception cref="RefusalException">It is none, or not the one that the descriptor names; the worker may bring another.</exception>
    public void Take(ReadOnlyMemory<byte> code)
    {
        var loaded = _source.Load(code) ?? throw new RefusalException(RefusalCode.CodeInvalid);
        _stf = loaded.Identity.Hash == _descriptor.StfHash ? loaded : throw new RefusalException(RefusalCode.StfMismatch);
    }

    /// <summary>Takes up the sealed state, or makes a new identity and starts at the checkpoint.</summary>
    /// <exception cref="SealException">The sealed blobs cannot be used; the worker may boot again with others.</exception>
    public ShardSession Finish(List<EnclaveEffect> effects)
    {
        var stf = _stf ?? throw new RefusalException(RefusalCode.CodeMissing);
        var blobs = Blobs.Complete();
        var sealer = new BlobSealer(_platform.SealingKey, _shard);
        var instance = new InstanceId(_entropy.Public());
        var identity = blobs.Count == 0 ? NewIdentity(sealer, instance, effects) : OpenIdentity(sealer, blobs);
        var context = new ShardContext(_descriptor.Genesis, _shard, PolicyVersion: 0, identity.Current);
        var store = new ShardStore(
            new BlobSealer(identity.Current.StateKey, _shard), _platform, _entropy, identity.Current.Epoch, instance);
        var engine = new ShardEngine(stf.Execution, context, identity.SigningKey, store);
        var follower = new ParentchainFollower(_descriptor, context, _runtime, identity.SigningKey.AccountId);
        if (engine.Restore(blobs) is { } finality)
        {
            follower.Restore(finality);
            effects.AddRange(store.DeleteLeftovers(blobs.Keys));
        }
        else
        {
            engine.StartFresh(_descriptor.Checkpoint);
        }

        effects.Add(new EnclaveEffect.Schema(stf.Schema.ToArray()));
        return new ShardSession(_platform, stf.Execution, _entropy, _descriptor, context, identity, instance, engine, follower, _runtime);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static ParentchainRuntime PinnedRuntime(ShardDescriptor descriptor, byte[] metadata)
    {
        var hash = Blake2b.Hash256(metadata);
        var pins = descriptor.Policy.Metadata.Where(pin => pin.MetadataHash == hash).ToArray();
        return pins.Length == 0
            ? throw new RefusalException(RefusalCode.MetadataNotPinned)
            : new ParentchainRuntime(metadata, pins[0].SpecVersion, descriptor.Genesis);
    }

    private EnclaveIdentity NewIdentity(BlobSealer sealer, InstanceId instance, List<EnclaveEffect> effects)
    {
        var identity = EnclaveIdentity.Create(_entropy);
        var header = sealer.NewHeader(
            SealedKind.Identity, _platform.Measurement, identity.Current.Epoch, instance, _entropy.Public());
        var blob = identity.Encode(body => sealer.Seal(header, body.Span));
        effects.AddRange(ShardStore.Persist(ShardStore.IdentityName, blob.Bytes));
        return identity;
    }

    private EnclaveIdentity OpenIdentity(BlobSealer sealer, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs)
    {
        if (!blobs.TryGetValue(ShardStore.IdentityName, out var bytes))
        {
            throw new SealException(RefusalCode.SealedSetInconsistent);
        }

        var (blob, body) = sealer.Open(SealedKind.Identity, bytes);
        try
        {
            return blob.Header.Measurement.Equals(_platform.Measurement)
                ? EnclaveIdentity.Decode(body)
                : throw new SealException(RefusalCode.SealIdentityMismatch);
        }
        catch (ScaleException)
        {
            throw new SealException(RefusalCode.SealedVersionUnknown);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(body);
        }
    }
}
