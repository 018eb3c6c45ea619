using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>Gathers evidence and collateral from the platform and the host, step by step, until there is something to register.</summary>
/// <remarks>
/// The host may answer late, twice, wrongly or never: what was not asked for is refused, what is not answered is asked for
/// again, and a binding that grows old is replaced.
/// </remarks>
internal sealed class EvidenceFlow(AccountId account, EvidenceKind? kind)
{
    /// <summary>Milliseconds after which an unanswered question is put again.</summary>
    public const ulong AskAgainAfterMs = 30_000;

    /// <summary>Blocks after which evidence is made anew; the chain takes none of more than <see cref="EvidenceBinding.MaxAgeBlocks"/>.</summary>
    public const uint FreshBlocks = EvidenceBinding.MaxAgeBlocks / 2;

    private EvidenceBinding? _binding;
    private byte[]? _evidence;
    private bool _refused;
    private ulong _askedAtMs;

    /// <summary>What can be registered, with its collateral, or null.</summary>
    public (MemberEvidence Evidence, CollateralBundle? Collateral)? Ready { get; private set; }

    /// <summary>Begins, asks again, or begins anew where what there is has grown old.</summary>
    /// <param name="head">The proven head.</param>
    /// <param name="bind">Makes the binding for a head.</param>
    /// <param name="nowMs">The platform's clock.</param>
    /// <returns>What to ask for, or null.</returns>
    public EnclaveEffect? Pursue(BlockRef head, Func<BlockRef, EvidenceBinding> bind, ulong nowMs)
    {
        if (_binding is null || head.Number - _binding.Recent.Number > FreshBlocks)
        {
            return Begin(bind(head), nowMs);
        }

        if (Ready is not null || nowMs - _askedAtMs < AskAgainAfterMs)
        {
            return null;
        }

        if (_refused)
        {
            return Begin(bind(head), nowMs);
        }

        _askedAtMs = nowMs;
        return Question();
    }

    /// <summary>Takes the evidence that was asked for.</summary>
    /// <returns>The question for its collateral.</returns>
    /// <exception cref="RefusalException">It was not asked for, or is another one.</exception>
    public EnclaveEffect Take(EnclaveInput.Evidence input, ulong nowMs)
    {
        if (_binding is null || _evidence is not null)
        {
            throw new RefusalException(RefusalCode.EvidenceNotWanted);
        }

        if (input.Kind != kind || input.Bytes.Length == 0 || !input.ReportData.AsSpan().SequenceEqual(_binding.ReportData(account)))
        {
            throw new RefusalException(RefusalCode.EvidenceMismatch);
        }

        _evidence = input.Bytes;
        _askedAtMs = nowMs;
        return Question();
    }

    /// <summary>Takes the collateral that was asked for, if the evidence holds with it.</summary>
    /// <param name="input">The input.</param>
    /// <param name="judge">Says why the chain would refuse the evidence, or null.</param>
    /// <returns>Why it is refused, or null. The host may bring other collateral; later all is asked for anew.</returns>
    /// <exception cref="RefusalException">It was not asked for, or is no collateral of that kind.</exception>
    public RefusalReason? Take(EnclaveInput.Collateral input, Func<MemberEvidence, CollateralBundle?, RefusalReason?> judge)
    {
        if (_binding is null || _evidence is null || Ready is not null)
        {
            throw new RefusalException(RefusalCode.EvidenceNotWanted);
        }

        CollateralBundle? bundle = null;
        if (input.Bundle.Length > 0 && (!CollateralBundle.TryRead(input.Bundle, out bundle) || bundle.Kind != kind))
        {
            throw new RefusalException(RefusalCode.CollateralMalformed);
        }

        var evidence = new MemberEvidence(kind!.Value, _evidence, bundle?.Hash, _binding);
        var refused = judge(evidence, bundle);
        _refused = refused is not null;
        Ready = _refused ? null : (evidence, bundle);
        return refused;
    }

    /// <summary>Forgets what is under way: nothing has to be registered.</summary>
    public void Drop()
    {
        _binding = null;
        _evidence = null;
        _refused = false;
        Ready = null;
    }

    /// <summary>Takes note of the proven record: what it holds is done.</summary>
    /// <returns>True when what was gathered is registered.</returns>
    public bool Observe(MemberRecord? record)
    {
        if (_binding is null || record?.Evidence.Binding != _binding)
        {
            return false;
        }

        Drop();
        return true;
    }

    private EnclaveEffect Begin(EvidenceBinding binding, ulong nowMs)
    {
        Drop();
        _binding = binding;
        _askedAtMs = nowMs;
        return Question();
    }

    private EnclaveEffect Question() => _evidence is null
        ? new EnclaveEffect.WantEvidence(_binding!.ReportData(account))
        : new EnclaveEffect.WantCollateral(kind!.Value, _evidence);
}
