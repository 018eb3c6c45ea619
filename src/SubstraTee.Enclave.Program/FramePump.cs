using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave.Program;

/// <summary>Reads inputs from the worker's stream, hands them to the enclave one at a time, writes back its effects.</summary>
/// <remarks>docs/protocol.md, section 6. Whatever bytes come in, the enclave answers or closes; it does not die.</remarks>
internal sealed class FramePump(Stream stream, EnclaveMachine machine)
{
    // Effects of one input are cut into frames of about this size, so that large snapshots never meet the frame limit.
    private const int FrameTargetBytes = 4 * 1024 * 1024;

    private const int MaxCompactBytes = 5;

    private readonly byte[] _header = new byte[FrameHeader.Size];

    // Imports and their effects are megabytes: the buffers of the last ones are used again.
    private readonly ScaleWriter _front = new(MaxCompactBytes);
    private readonly ScaleWriter _effects = new(4096);
    private byte[] _body = new byte[4096];

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

            if (_body.Length < frame.BodyLength)
            {
                _body = new byte[frame.BodyLength];
            }

            var body = _body.AsSpan(0, frame.BodyLength);
            stream.ReadExactly(body);
            Handle(frame, body);
        }
    }

    private void Handle(FrameHeader frame, ReadOnlySpan<byte> body)
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
        var start = 0;
        _effects.Clear();
        for (var i = 0; i < effects.Count; i++)
        {
            EnclaveEffect.Codec.Write(_effects, effects[i]);
            if (_effects.Length >= FrameTargetBytes && i + 1 < effects.Count)
            {
                Write(id, FrameKind.EffectsContinued, (uint)(i + 1 - start), _effects.WrittenSpan);
                _effects.Clear();
                start = i + 1;
            }
        }

        Write(id, FrameKind.Effects, (uint)(effects.Count - start), _effects.WrittenSpan);
    }

    private void Write(ulong id, FrameKind kind, uint count, ReadOnlySpan<byte> effects)
    {
        _front.Clear();
        _front.WriteCompact(count);
        Span<byte> front = stackalloc byte[FrameHeader.Size + MaxCompactBytes];
        new FrameHeader(_front.Length + effects.Length, id, kind).Write(front);
        _front.WrittenSpan.CopyTo(front[FrameHeader.Size..]);
        stream.Write(front[..(FrameHeader.Size + _front.Length)]);
        stream.Write(effects);
    }

    private void WriteFault(ulong id, RefusalCode code)
    {
        Span<byte> frame = stackalloc byte[FrameHeader.Size + 1];
        new FrameHeader(1, id, FrameKind.Fault).Write(frame);
        frame[FrameHeader.Size] = (byte)code;
        stream.Write(frame);
    }
}
