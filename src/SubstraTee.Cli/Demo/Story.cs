using System.Collections.Immutable;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary>A story on real processes: steps one after the other, each of which proves something.</summary>
internal abstract class Story(DemoNetwork network, DemoSteps steps) : IAsyncDisposable
{
    /// <summary>The steps of the story.</summary>
    protected abstract IReadOnlyList<(string Name, Func<CancellationToken, Task<string>> Act)> Steps { get; }

    protected DemoNetwork Network => network;

    protected KeyPair Alice { get; } = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);

    protected KeyPair Bob { get; } = KeyPair.FromSecretUri("//Bob", KeyType.Ed25519);

    /// <summary>Tells the story to its end, or to the first step that does not hold.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, act) in Steps)
        {
            if (!await steps.RunAsync(name, act, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync().ConfigureAwait(false);
        Alice.Dispose();
        Bob.Dispose();
    }

    protected async Task<string> StartNodeAsync(CancellationToken cancellationToken)
    {
        await network.StartNodeAsync(cancellationToken).ConfigureAwait(false);
        return $"answers, genesis {network.Chain.GenesisHash}";
    }

    protected static ImmutableDictionary<string, string> Arguments(params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var result = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments)
        {
            result.Add(name, value);
        }

        return result.ToImmutable();
    }
}
