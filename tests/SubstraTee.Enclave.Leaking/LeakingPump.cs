using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave.Leaking;

/// <summary>Passes on what the enclave wants done, and shows the last memo as its instance, which the worker keeps and serves.</summary>
internal sealed class LeakingPump(Stream stream, EnclaveMachine machine, LeakingStf stf)
{
    private static readonly ScaleCodec<ImmutableArray<EnclaveEffect>> Effects = Scale.Vec(EnclaveEffect.Codec);

    private EnclaveStatus? _status;

    public void Run()
    {
        var header = new byte[FrameHeader.Size];
        while (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && FrameHeader.TryRead(header, out var frame, out _))
        {
            var body = new byte[frame.BodyLength];
            stream.ReadExactly(body);
            Write(frame.Id, [.. machine.Handle(EnclaveInput.Codec.Decode(body)).Select(Remember), .. Leak()]);
        }
    }

    private EnclaveEffect Remember(EnclaveEffect effect)
    {
        _status = effect is EnclaveEffect.Status status ? status.Now : _status;
        return effect;
    }

    private IEnumerable<EnclaveEffect> Leak()
    {
        if (_status is not null && stf.LastMemo is { } memo)
        {
            yield return new EnclaveEffect.Status(_status with { Instance = new(memo) });
        }
    }

    private void Write(ulong id, ImmutableArray<EnclaveEffect> effects)
    {
        var body = Effects.Encode(effects);
        var frame = new byte[FrameHeader.Size + body.Length];
        new FrameHeader(body.Length, id, FrameKind.Effects).Write(frame);
        body.CopyTo(frame, FrameHeader.Size);
        stream.Write(frame);
    }
}
