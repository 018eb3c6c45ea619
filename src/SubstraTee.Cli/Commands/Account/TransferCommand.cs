using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Cli;

/// <summary>A command that pays from one account to another.</summary>
internal abstract class TransferCommand : ChainCommand
{
    private readonly Option<string> _scheme = Accounts.Scheme();

    protected TransferCommand(string name, string description, params ImmutableArray<Example> examples)
        : base(name, description, examples) => Add(_scheme);

    protected KeyType Scheme(Invocation run) => Accounts.SchemeOf(run.Required(_scheme));

    /// <summary>Pays, and waits until that is final.</summary>
    protected static async Task PayAsync(
        Invocation run, ChainClient chain, KeyPair payer, AccountId to, string amountText, string schema, CancellationToken cancellationToken)
    {
        var chainSays = chain.Properties;
        if (!chainSays.TryParse(amountText, out var amount) || amount == 0)
        {
            throw CliErrors.BadValue(
                "amount", amountText, $"a number of {chainSays.TokenSymbol} above zero with at most {chainSays.TokenDecimals} decimal places");
        }

        CallEncoder<(MultiAddress To, UInt128 Amount)> transfer;
        try
        {
            transfer = new CallEncoder<(MultiAddress To, UInt128 Amount)>(
                chain.Metadata, "Balances", "transfer_keep_alive", Scale.Tuple(MultiAddress.Codec, Scale.CompactU128));
        }
        catch (ChainLacksException lacking)
        {
            throw CliErrors.ChainLacks("the chain takes no transfers", lacking.Message);
        }

        var call = transfer.Encode((new MultiAddress.Id(to), amount));
        var fee = await chain.Transactions.FeeAsync(payer, call, cancellationToken).ConfigureAwait(false);
        var from = Ss58.Encode(payer.AccountId, chainSays.Ss58Prefix);
        var target = Ss58.Encode(to, chainSays.Ss58Prefix);
        run.Console.Talk($"pays {chainSays.Format(amount)} from {from} to {target}, fee {chainSays.Format(fee)}");
        var result = (await chain.Transactions.SubmitAsync(payer, call, TransactionStage.Finalized, cancellationToken).ConfigureAwait(false))
            .EnsureSucceeded(transfer.Call.FullName);
        run.Result(
            new TransferDocument(
                schema, from, target, amount.ToString(), chainSays.Format(amount), fee.ToString(), TransactionDocument.Of(result)),
            CliJson.Default.TransferDocument,
            static (output, paid) => output.WriteLine(
                $"{paid.AmountText} paid: final in block {paid.Transaction.Block.Number}, transaction {paid.Transaction.Hash}"));
    }
}

/// <summary>A payment; amounts are in the smallest unit.</summary>
internal sealed record TransferDocument(
    string Schema, string From, string To, string Amount, string AmountText, string Fee, TransactionDocument Transaction);
