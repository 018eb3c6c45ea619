using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave.Program;

/// <summary>Reads inputs from the worker's stream, hands them to the enclave one at a time, writes back its effects.</summary>
/// <remarks>docs/protocol.md, section 6. Whatever bytes come in, the enclave answers or closes; it does not die.</remarks>
internal sealed class FramePump(Stream stream, EnclaveMachine machine)
{
    // Effects of one input are cut into frames of about this size, so that large snapshots never meet the frame limit.
    private const int FrameTargetBytes = 4 * 1024 * 1024;

    private readonly byte[] _header = new byte[FrameHeader.Size];

    /// <summary>Runs until the worker closes the stream or sends a frame whose end cannot be found.</summary>
    public void Run()
    {
        while (stream.ReadAtLeast(_header, _header.Length, throwOnEndOfStream: false) == _header.Length)
        {
            if (!FrameHeader.TryRead(_header, out var frame, out var fault))
            {
                // The length itself is not to be trusted, so neither is the place where the next frame would start.
                WriteFault(0, fault);
                return;
            }

            var body = new byte[frame.BodyLength];
            stream.ReadExactly(body);
            Handle(frame, body);
        }
    }

    private void Handle(FrameHeader frame, byte[] body)
    {
        if (frame.Kind != FrameKind.Input)
        {
            WriteFault(frame.Id, RefusalCode.FrameMalformed);
        }
        else if (!EnclaveInput.Codec.TryDecode(body, out var input, out _))
        {
            WriteFault(frame.Id, RefusalCode.InputMalformed);
        }
        else
        {
            WriteEffects(frame.Id, machine.Handle(input));
        }
    }

    private void WriteEffects(ulong id, IReadOnlyList<EnclaveEffect> effects)
    {
        var encoded = new ScaleWriter(4096);
        var start = 0;
        for (var i = 0; i < effects.Count; i++)
        {
            EnclaveEffect.Codec.Write(encoded, effects[i]);
            if (encoded.Length >= FrameTargetBytes && i + 1 < effects.Count)
            {
                Write(id, FrameKind.EffectsContinued, (uint)(i + 1 - start), encoded.WrittenSpan);
                encoded = new ScaleWriter(4096);
                start = i + 1;
            }
        }

        Write(id, FrameKind.Effects, (uint)(effects.Count - start), encoded.WrittenSpan);
    }

    private void Write(ulong id, FrameKind kind, uint count, ReadOnlySpan<byte> effects)
    {
        var body = new ScaleWriter(effects.Length + 8);
        body.WriteCompact(count);
        body.WriteRaw(effects);
        Write(id, kind, body.WrittenSpan);
    }

    private void WriteFault(ulong id, RefusalCode code) => Write(id, FrameKind.Fault, [(byte)code]);

    private void Write(ulong id, FrameKind kind, ReadOnlySpan<byte> body)
    {
        var frame = new byte[FrameHeader.Size + body.Length];
        new FrameHeader(body.Length, id, kind).Write(frame);
        body.CopyTo(frame.AsSpan(FrameHeader.Size));
        stream.Write(frame);
    }
}
