using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker;

/// <summary>Brings the enclave what it asks for: evidence on a simulated platform, collateral on any. Never in the way of blocks.</summary>
/// <param name="program">Plays the hardware; null where the platform is real, or there is no evidence.</param>
/// <param name="collateral">What the operator fetched; null when nothing.</param>
/// <param name="logger">Where log lines go.</param>
internal sealed class EvidenceDesk(EvidenceProgram? program, CollateralFolder? collateral, ILogger logger)
{
    // The enclave has one question open at a time and puts it again.
    private readonly Channel<EnclaveEffect> _questions = Channel.CreateBounded<EnclaveEffect>(
        new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private MintedEvidence? _last;

    /// <summary>Takes a question of the enclave.</summary>
    public void Ask(EnclaveEffect question) => _questions.Writer.TryWrite(question);

    /// <summary>Answers questions until cancelled.</summary>
    /// <param name="session">Whose questions they are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(WorkerSession session, CancellationToken cancellationToken)
    {
        await foreach (var question in _questions.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                var answer = question switch
                {
                    EnclaveEffect.WantEvidence wanted => await EvidenceAsync(wanted, session.Status, cancellationToken).ConfigureAwait(false),
                    EnclaveEffect.WantCollateral wanted => Collateral(wanted),
                    _ => throw new InvalidOperationException($"no question: {question.GetType().Name}"),
                };
                if (await session.BringAsync(answer, cancellationToken).ConfigureAwait(false) is { } refused)
                {
                    WorkerLog.AnswerRefused(logger, Subject(question), refused);
                }
                else
                {
                    WorkerLog.AnswerBrought(logger, Subject(question));
                }
            }
            catch (EvidenceException failed)
            {
                WorkerLog.NoAnswer(logger, Subject(question), failed.Message);
            }
        }
    }

    private static string Subject(EnclaveEffect question) => question is EnclaveEffect.WantEvidence ? "evidence" : "collateral";

    private async Task<EnclaveInput> EvidenceAsync(
        EnclaveEffect.WantEvidence wanted, EnclaveStatus? status, CancellationToken cancellationToken)
    {
        if (status is not { Simulated: true, Evidence: { } kind } || program is null)
        {
            throw new EvidenceException("there is no program that makes it: name one with --evidence-program");
        }

        _last = await program.QuoteAsync(kind, wanted.ReportData, cancellationToken).ConfigureAwait(false);
        return new EnclaveInput.Evidence(wanted.ReportData, _last.Kind, _last.Evidence);
    }

    private EnclaveInput.Collateral Collateral(EnclaveEffect.WantCollateral wanted)
    {
        if (_last is { } minted && minted.Kind == wanted.Kind && minted.Evidence.AsSpan().SequenceEqual(wanted.Evidence))
        {
            return new EnclaveInput.Collateral(minted.Bundle);
        }

        return new EnclaveInput.Collateral(collateral?.Read(wanted.Kind) is { } bundle ? CollateralBundle.Codec.Encode(bundle) : []);
    }
}
