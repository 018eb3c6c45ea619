using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Cli;

/// <summary><c>substratee metadata</c>.</summary>
internal sealed class MetadataCommand : ChainCommand
{
    private static readonly ScaleCodec<byte[]?> Answer = Scale.OptionRef(Scale.Bytes);

    private readonly Option<int> _version = new("--version")
    {
        HelpName = "number",
        Description = "The metadata's version: 14 or 15.",
        DefaultValueFactory = _ => 15,
    };

    private readonly Option<string> _out = new("--out") { HelpName = "file", Description = "Write the bytes to this file." };

    public MetadataCommand()
        : base(
            "metadata",
            "Show what the chain's runtime offers: pallets, calls, storage, errors.",
            new Example("substratee metadata", "an overview"),
            new Example("substratee metadata --version 14 --out metadata.scale", "the bytes, for other tools"))
    {
        _version.AcceptOnlyFromAmong("14", "15");
        Add(_version);
        Add(_out);
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        var version = run.Required(_version);
        var bytes = await FetchAsync(chain, version, cancellationToken).ConfigureAwait(false);
        var metadata = Decode(bytes);
        if (run.Value(_out) is { } path)
        {
            await WriteAsync(path, bytes, cancellationToken).ConfigureAwait(false);
        }

        var document = new MetadataDocument(
            "substratee.metadata/1",
            version,
            metadata.Version?.SpecName,
            metadata.Version?.SpecVersion,
            metadata.Hash.ToString(),
            bytes.Length,
            run.Value(_out),
            [.. metadata.Metadata.Pallets.Select(pallet => Describe(metadata, pallet))]);
        run.Result(document, CliJson.Default.MetadataDocument, WriteText);
        return ExitCodes.Ok;
    }

    private static void WriteText(TextWriter output, MetadataDocument document)
    {
        Table.Facts(
            output,
            ("runtime", $"{document.SpecName} {document.SpecVersion}"),
            ("metadata", $"version {document.Version}, {document.Bytes} bytes, Blake2b-256 {document.Hash}"),
            ("written to", document.File));
        foreach (var pallet in document.Pallets)
        {
            output.WriteLine();
            output.WriteLine($"{pallet.Name} ({pallet.Index})");
            Table.Facts(
                output,
                ("  calls", Join(pallet.Calls.Select(call => call.Name))),
                ("  storage", Join(pallet.Storage)),
                ("  events", Join(pallet.Events.Select(one => one.Name))),
                ("  errors", Join(pallet.Errors.Select(error => error.Name))));
        }

        static string? Join(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } joined ? joined : null;
    }

    private static async Task<byte[]> FetchAsync(ChainClient chain, int version, CancellationToken cancellationToken)
    {
        try
        {
            if (version == 14)
            {
                var plain = await chain.Rpc.CallAsync("state_getMetadata", [], cancellationToken).ConfigureAwait(false);
                return Hex.Decode(plain.GetString()!);
            }

            var answer = await chain.Rpc.CallAsync(
                "state_call", ["Metadata_metadata_at_version", Hex.Encode(Scale.U32.Encode((uint)version))], cancellationToken)
                .ConfigureAwait(false);
            return Answer.Decode(Hex.Decode(answer.GetString()!)) ?? throw CliErrors.NoMetadata(version, "the runtime has none of this version");
        }
        catch (Exception refused) when (refused is JsonRpcException or FormatException or ScaleException)
        {
            throw CliErrors.NoMetadata(version, refused.Message);
        }
    }

    private static ChainMetadata Decode(byte[] bytes)
    {
        try
        {
            return ChainMetadata.Decode(bytes);
        }
        catch (MetadataException refused)
        {
            throw CliErrors.NoMetadata(bytes.Length > 4 ? bytes[4] : 0, refused.Message);
        }
    }

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllBytesAsync(path, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }
    }

    private static PalletDocument Describe(ChainMetadata chain, PalletMetadata pallet) => new(
        pallet.Name,
        pallet.Index,
        Variants(chain, pallet.CallType),
        [.. pallet.Storage?.Entries.Select(entry => entry.Name) ?? []],
        Variants(chain, pallet.EventType),
        Variants(chain, pallet.ErrorType));

    private static ImmutableArray<VariantDocument> Variants(ChainMetadata chain, uint? type) =>
        type is { } number && chain.Registry.TryGet(number, out var known) && known.Definition is TypeDefinition.Variant { Variants: var all }
            ? [.. all.Select(one => new VariantDocument(one.Name, one.Index, string.Join(' ', one.Docs.Select(line => line.Trim()))))]
            : [];
}

/// <summary>What a runtime offers.</summary>
internal sealed record MetadataDocument(
    string Schema,
    int Version,
    string? SpecName,
    uint? SpecVersion,
    string Hash,
    int Bytes,
    string? File,
    ImmutableArray<PalletDocument> Pallets);

/// <summary>A pallet of a runtime.</summary>
internal sealed record PalletDocument(
    string Name,
    byte Index,
    ImmutableArray<VariantDocument> Calls,
    ImmutableArray<string> Storage,
    ImmutableArray<VariantDocument> Events,
    ImmutableArray<VariantDocument> Errors);

/// <summary>A call, event or error.</summary>
internal sealed record VariantDocument(string Name, byte Index, string Docs);
