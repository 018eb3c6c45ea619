using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>A start: checks descriptor, build and metadata, then takes up the sealed state or makes a new identity.</summary>
internal sealed class BootSession
{
    private readonly IEnclavePlatform _platform;
    private readonly IStfSource _source;
    private readonly Entropy _entropy;
    private readonly ShardDescriptor _descriptor;
    private readonly ShardId _shard;
    private readonly byte[] _metadata;
    private readonly byte[]? _url;
    private LoadedStf? _stf;

    /// <summary>Checks what can be checked without the sealed blobs.</summary>
    /// <exception cref="RefusalException">The descriptor does not hold, names other code, or never admits this build.</exception>
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

        if (boot.Url is { } url && (url.Length == 0 || url.AsSpan().ContainsAnyExceptInRange((byte)'!', (byte)'~')))
        {
            throw new RefusalException(RefusalCode.InputMalformed);
        }

        RequireAdmissible();
        (_metadata, _url) = (boot.Metadata, boot.Url);
        Blobs = new BlobCollector(boot.Blobs);
    }

    /// <summary>The sealed blobs as they come in.</summary>
    public BlobCollector Blobs { get; }

    /// <summary>All sealed blobs, once nothing is missing any more.</summary>
    /// <exception cref="RefusalException">Blobs or the code are missing; the worker may still bring them.</exception>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Complete() =>
        _stf is null ? throw new RefusalException(RefusalCode.CodeMissing) : Blobs.Complete();

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
    /// <exception cref="RefusalException">No policy that is known pins the metadata.</exception>
    public ShardSession Finish(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs, List<EnclaveEffect> effects)
    {
        var stf = _stf ?? throw new InvalidOperationException("a boot is finished when it is complete");
        var sealer = new BlobSealer(_platform.SealingKey, _shard);
        var instance = new InstanceId(_entropy.Public());
        var identity = blobs.Count == 0 ? NewIdentity(sealer, instance, effects) : OpenIdentity(sealer, blobs);
        var context = new ShardContext(_descriptor.Genesis, _shard, identity.Current);
        var store = new ShardStore(
            new BlobSealer(identity.Current.StateKey, _shard), _platform, _entropy, identity.Current.Epoch, instance);
        var engine = new ShardEngine(stf.Execution, context, identity.SigningKey, store);
        var restored = engine.Restore(blobs);
        var runtime = PinnedRuntime(new PolicySchedule(_descriptor.Policy, restored?.Policies ?? []), restored?.Head ?? _descriptor.Checkpoint);
        var follower = new ParentchainFollower(_descriptor, context, runtime, identity.SigningKey.AccountId);
        if (restored is not null)
        {
            follower.Restore(restored.Finality, restored.Policies);
            effects.AddRange(store.DeleteLeftovers(blobs.Keys));
        }
        else
        {
            engine.StartFresh(_descriptor.Checkpoint);
        }

        effects.Add(new EnclaveEffect.Schema(stf.Schema.ToArray()));
        var queries = new QueryAnswerer(stf.Execution, context, identity.SigningKey, _entropy);
        return new ShardSession(_platform, _entropy, context, identity, instance, engine, follower, runtime, queries, _url);
    }

    // A shard that nobody may change never comes to admit what it does not admit now; in others a later policy may.
    private void RequireAdmissible()
    {
        var policy = _descriptor.Policy;
        if (_descriptor.Authority is null && !policy.Measurements.Contains(_platform.Measurement))
        {
            throw new RefusalException(RefusalCode.MeasurementNotAllowed);
        }

        var rules = new MembershipRules(_platform.Measurement, _platform.Evidence, default);
        if (_descriptor.Authority is null && rules.ModeUnder(policy) == AdmissionMode.None)
        {
            throw new RefusalException(RefusalCode.NotAdmitted);
        }
    }

    private ParentchainRuntime PinnedRuntime(PolicySchedule policies, BlockRef head)
    {
        var hash = Blake2b.Hash256(_metadata);
        var pins = policies.From(head.Number).SelectMany(policy => policy.Metadata).Where(pin => pin.MetadataHash == hash).ToArray();
        return pins.Length == 0
            ? throw new RefusalException(RefusalCode.MetadataNotPinned)
            : new ParentchainRuntime(_metadata, pins[0].SpecVersion, _descriptor.Genesis);
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
