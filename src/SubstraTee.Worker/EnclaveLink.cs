using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker;

/// <summary>The worker's end of the stream to its enclave: inputs in order, effects by input.</summary>
internal sealed class EnclaveLink(Stream stream) : IAsyncDisposable
{
    // Inputs under way: more would only wait in the socket.
    private const int MaxInFlight = 256;

    /// <summary>The code of the error that an enclave which is gone gives everybody.</summary>
    internal const string GoneCode = "STEE-E0205";

    private static readonly ScaleCodec<ImmutableArray<EnclaveEffect>> EffectsCodec = Scale.Vec(EnclaveEffect.Codec);

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MaxInFlight) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    // The sender's, whoever has _sending; and the reader's, of whom there is one.
    private readonly ScaleWriter _frame = new(4096);
    private readonly byte[] _front = new byte[FrameHeader.Size];
    private byte[] _body = new byte[4096];
    private ulong _nextId;

    /// <summary>Reads effects until the stream ends; completes every input still waiting with that fault.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Exception ended = Gone(new EndOfStreamException("it closed its stream"));
        try
        {
            await foreach (var waiting in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    waiting.Result.TrySetResult(await ReadEffectsAsync(waiting.Id, cancellationToken).ConfigureAwait(false));
                }
                catch (EnclaveFaultException fault)
                {
                    // It could not take this one frame, and lives on.
                    waiting.Result.TrySetException(fault);
                }
                catch (Exception fault) when (fault is IOException or InvalidDataException or ScaleException)
                {
                    ended = Gone(fault);
                    waiting.Result.TrySetException(ended);
                    throw ended;
                }
                catch (Exception fault)
                {
                    ended = fault;
                    waiting.Result.TrySetException(fault);
                    throw;
                }
            }
        }
        finally
        {
            _waiting.Writer.TryComplete(ended);
            while (_waiting.Reader.TryRead(out var left))
            {
                left.Result.TrySetException(ended);
            }
        }
    }

    /// <summary>Sends an input and gives its effects once they are there.</summary>
    /// <exception cref="EnclaveFaultException">The enclave could not take the frame.</exception>
    /// <exception cref="WorkerException">The enclave is gone.</exception>
    public async Task<ImmutableArray<EnclaveEffect>> SendAsync(EnclaveInput input, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<ImmutableArray<EnclaveEffect>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var id = ++_nextId;
            await _waiting.Writer.WriteAsync(new Waiting(id, result), cancellationToken).ConfigureAwait(false);
            // Once begun a frame is finished: half of one would end the stream's order for good.
            await stream.WriteAsync(Frame(id, input), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed)
        {
            throw closed.InnerException ?? Gone(closed);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The writer may meet the end before the reader does.
            throw Gone(fault);
        }
        finally
        {
            _sending.Release();
        }

        return await result.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        _sending.Dispose();
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private static WorkerException Gone(Exception cause) => new(
        GoneCode,
        "the enclave's process ended",
        cause.Message,
        "see what it printed above, then start the worker again: nothing is lost",
        cause);

    // Imports are megabytes: the buffer of the last frame is used again.
    private Memory<byte> Frame(ulong id, EnclaveInput input)
    {
        _frame.Clear();
        _frame.WriteRaw(stackalloc byte[FrameHeader.Size]);
        EnclaveInput.Codec.Write(_frame, input);
        var frame = MemoryMarshal.AsMemory(_frame.WrittenMemory);
        new FrameHeader(frame.Length - FrameHeader.Size, id, FrameKind.Input).Write(frame.Span);
        return frame;
    }

    private async Task<ImmutableArray<EnclaveEffect>> ReadEffectsAsync(ulong id, CancellationToken cancellationToken)
    {
        var effects = ImmutableArray.CreateBuilder<EnclaveEffect>();
        while (true)
        {
            await stream.ReadExactlyAsync(_front, cancellationToken).ConfigureAwait(false);
            if (!FrameHeader.TryRead(_front, out var header, out var fault))
            {
                throw new InvalidDataException($"the enclave sent no frame: {fault}");
            }

            if (_body.Length < header.BodyLength)
            {
                _body = new byte[header.BodyLength];
            }

            var body = _body.AsMemory(0, header.BodyLength);
            await stream.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
            if (header.Kind == FrameKind.Fault)
            {
                throw new EnclaveFaultException((RefusalCode)(body.Length == 1 ? body.Span[0] : 0));
            }

            if (header.Id != id || header.Kind is not (FrameKind.Effects or FrameKind.EffectsContinued))
            {
                throw new InvalidDataException("the enclave answered out of order");
            }

            effects.AddRange(EffectsCodec.Decode(body.Span));
            if (header.Kind == FrameKind.Effects)
            {
                return effects.DrainToImmutable();
            }
        }
    }

    private sealed record Waiting(ulong Id, TaskCompletionSource<ImmutableArray<EnclaveEffect>> Result);
}
