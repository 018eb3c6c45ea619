using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>The opened requests of an import, in order; disposing them forgets their secrets.</summary>
/// <remarks>The secrets lie together: one for each would leave the collector pinned memory in small pieces.</remarks>
internal sealed class OpenedCalls : IDisposable
{
    private readonly OpenedCall[] _calls;
    private readonly SecretBytes _secrets;

    /// <summary>Opens requests in their order.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="open">Opens one and writes the secret behind its outcome's keys.</param>
    public OpenedCalls(int count, OpenOne open)
    {
        _calls = new OpenedCall[count];
        _secrets = SecretBytes.Create(count * OutcomeKeys.SecretBytesLength, secrets =>
        {
            for (var i = 0; i < count; i++)
            {
                _calls[i] = open(i, secrets.Slice(i * OutcomeKeys.SecretBytesLength, OutcomeKeys.SecretBytesLength));
            }
        });
    }

    /// <summary>Opens a request and writes its secret.</summary>
    public delegate OpenedCall OpenOne(int index, Span<byte> secret);

    /// <summary>The requests.</summary>
    public ReadOnlySpan<OpenedCall> All => _calls;

    /// <summary>The secret behind the keys of a request's outcome; zeros when it could not be decrypted.</summary>
    public ReadOnlySpan<byte> SecretOf(int index) =>
        _secrets.Reveal().Slice(index * OutcomeKeys.SecretBytesLength, OutcomeKeys.SecretBytesLength);

    /// <inheritdoc/>
    public void Dispose() => _secrets.Dispose();
}
