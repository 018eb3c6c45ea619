using System.Collections.Concurrent;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Next nonces by account: read once, counted on locally, so that many can be under way.</summary>
internal sealed class NonceBook(Func<AccountId, CancellationToken, Task<uint>> read)
{
    private readonly ConcurrentDictionary<AccountId, Page> _pages = new();

    /// <summary>Takes the account's next nonce.</summary>
    public async Task<uint> TakeAsync(AccountId account, CancellationToken cancellationToken)
    {
        var page = _pages.GetOrAdd(account, _ => new Page());
        await page.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var nonce = page.Next ?? await read(account, cancellationToken).ConfigureAwait(false);
            page.Next = nonce + 1;
            return nonce;
        }
        finally
        {
            page.Gate.Release();
        }
    }

    /// <summary>Reads the account's nonce anew at its next use: what was taken may not have been used.</summary>
    public void Forget(AccountId account) => _pages.TryRemove(account, out _);

    private sealed class Page
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public uint? Next { get; set; }
    }
}
