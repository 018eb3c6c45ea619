using SubstraTee.Crypto;
using SubstraTee.Enclave;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Runtime;
using SubstraTee.Stf.Counter;
using SubstraTee.Substrate;

namespace SubstraTee.Fuzz;

/// <summary>What a hostile host hands to the enclave: any input to a running one, any sealed blob to a starting one.</summary>
internal static class EnclaveTargets
{
    private static readonly FuzzVoters Voters = new(3);
    private static readonly FuzzPlatform Platform = new();
    private static readonly byte[] Metadata = new ChainRuntime().Metadata(15)!.Value.ToArray();
    private static readonly BlockHeader Checkpoint =
        new(new Hash256(new byte[32]), 0, new Hash256(new byte[32]), VerifiedBody.RootOf([]), []);

    private static readonly ShardDescriptor Descriptor = ProtocolTargets.Descriptor with
    {
        Genesis = Checkpoint.Hash(),
        Checkpoint = new BlockRef(0, Checkpoint.Hash()),
        Authorities = [.. Voters.Set.Authorities.Select(one => new FinalityAuthority(one.PublicKey, one.Weight))],
        StfHash = new CounterStf().Describe().CSharpIdentity().Hash,
        Policy = ProtocolTargets.Descriptor.Policy with
        {
            Measurements = [Platform.Measurement],
            Metadata = [new MetadataPin(1, Blake2b.Hash256(Metadata))],
        },
    };

    private static readonly byte[] DescriptorBytes = ShardDescriptor.Codec.Encode(Descriptor);
    private static EnclaveMachine? s_running;

    public static IEnumerable<IFuzzTarget> All =>
    [
        new FunctionTarget("enclave-input", Inputs, RunInput),
        new FunctionTarget("enclave-identity", () => [Identity()], RunIdentity),
    ];

    private static IEnumerable<byte[]> Inputs()
    {
        var block = Checkpoint with { Number = 1, ParentHash = Checkpoint.Hash() };
        var next = new BlockInput(BlockHeader.Codec.Encode(block), [], []);
        EnclaveInput[] inputs =
        [
            new EnclaveInput.ImportBlocks([next], Voters.Justify(block)),
            new EnclaveInput.ImportBlocks([next, next], []),
            new EnclaveInput.Query(new byte[400]),
            new EnclaveInput.Tick(),
            new EnclaveInput.ExtrinsicRejected(block.Hash()),
            new EnclaveInput.BootBlob("identity", 0, new byte[40]),
            new EnclaveInput.BootEnd(),
            new EnclaveInput.Stop(),
        ];
        return inputs.Select(EnclaveInput.Codec.Encode);
    }

    private static int RunInput(ReadOnlySpan<byte> input)
    {
        if (!EnclaveInput.Codec.TryDecode(input, out var decoded, out var fault))
        {
            return (int)fault;
        }

        s_running = s_running is { IsStopped: false } ? s_running : Booted(out _);
        var place = decoded.GetType().GetHashCode();
        foreach (var effect in s_running.Handle(decoded))
        {
            place = HashCode.Combine(place, effect.GetType(), (effect as EnclaveEffect.Refused)?.Code);
        }

        return place;
    }

    private static byte[] Identity()
    {
        using var machine = Booted(out var effects);
        return effects.OfType<EnclaveEffect.Persist>().First(effect => effect.Name == "identity").Bytes;
    }

    private static int RunIdentity(ReadOnlySpan<byte> input)
    {
        using var machine = new EnclaveMachine(Platform, new CounterStf());
        machine.Handle(new EnclaveInput.Boot(DescriptorBytes, Metadata, [new BlobInfo("identity", (ulong)input.Length)], null));
        if (input.Length > 0)
        {
            machine.Handle(new EnclaveInput.BootBlob("identity", 0, input.ToArray()));
        }

        return machine.Handle(new EnclaveInput.BootEnd()).OfType<EnclaveEffect.Refused>().FirstOrDefault() is { } refused
            ? (int)refused.Code
            : -1;
    }

    private static EnclaveMachine Booted(out IReadOnlyList<EnclaveEffect> effects)
    {
        var machine = new EnclaveMachine(Platform, new CounterStf());
        machine.Handle(new EnclaveInput.Boot(DescriptorBytes, Metadata, [], null));
        effects = machine.Handle(new EnclaveInput.BootEnd());
        return effects.OfType<EnclaveEffect.Refused>().FirstOrDefault() is { } refused
            ? throw new InvalidOperationException($"the enclave does not boot: {refused.Code}")
            : machine;
    }
}
