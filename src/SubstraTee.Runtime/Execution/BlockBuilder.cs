using System.Collections.Immutable;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Runtime;

/// <summary>A block under construction: extrinsics are applied one after the other, then it is finished.</summary>
/// <remarks>One thread at a time. An extrinsic that is refused leaves no trace, so that the next can be tried.</remarks>
public sealed class BlockBuilder
{
    private readonly ChainRuntime _runtime;
    private readonly PalletSet _pallets;
    private readonly RuntimeContext _context;
    private readonly Hash256 _parentHash;
    private readonly StateTrie _state;
    private readonly ImmutableArray<ReadOnlyMemory<byte>>.Builder _body = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
    private PerDispatchClass<Weight> _weight;
    private ulong _length;
    private bool _hasTransactions;
    private bool _isFinished;

    internal BlockBuilder(ChainRuntime runtime, StateTrie parentState, BlockHeader parent, ImmutableArray<DigestItem> digest)
    {
        _runtime = runtime;
        _pallets = runtime.Pallets;
        _state = parentState.Snapshot();
        _context = new RuntimeContext(_pallets, new TrieOverlay(_state));
        _parentHash = parent.Hash();
        _weight = new PerDispatchClass<Weight>(default, default, RuntimeLimits.Weights.BaseBlock);
        _pallets.System.BeginBlock(_context, parent, _parentHash);
        foreach (var item in digest)
        {
            _context.Log(item);
        }

        foreach (var pallet in _pallets.All)
        {
            pallet.OnInitialize(_context);
        }
    }

    /// <summary>The number of the block.</summary>
    public uint Number => _context.BlockNumber;

    /// <summary>How many extrinsics it has, the inherent included.</summary>
    public int Count => _body.Count;

    /// <summary>The bytes of its extrinsics.</summary>
    public ulong Length => _length;

    internal RuntimeContext Context => _context;

    /// <summary>Applies an extrinsic; unless it is refused, it is in the block then.</summary>
    /// <remarks>Its bytes are kept, not copied: they must not change any more.</remarks>
    public ApplyResult Apply(ReadOnlyMemory<byte> extrinsic)
    {
        EnsureOpen();
        if (!UncheckedExtrinsic.TryDecode(extrinsic, out var decoded))
        {
            return ApplyResult.Invalid(InvalidTransaction.Call);
        }

        var check = _runtime.Checks.Check(_context, decoded);
        if (!check.IsOk)
        {
            return new ApplyResult(check.Error, null);
        }

        _context.Phase = Phase.ApplyExtrinsic((uint)_body.Count);
        var result = Apply(check.Value!);
        if (result.IsIncluded)
        {
            _body.Add(extrinsic);
            _length += (uint)extrinsic.Length;
            _hasTransactions |= decoded.Signed is not null;
        }

        return result;
    }

    /// <summary>Ends the block: computes its roots and gives out what it did.</summary>
    /// <exception cref="InvalidOperationException">It was finished before.</exception>
    public BuiltBlock Finish()
    {
        EnsureOpen();
        _isFinished = true;
        _context.Phase = Phase.Finalization;
        foreach (var pallet in _pallets.All)
        {
            pallet.OnFinalize(_context);
        }

        _pallets.System.EndBlock(_context, _weight);
        var body = _body.ToImmutable();
        var changes = _context.State.Changes;
        var after = _state.Snapshot();
        _context.State.ApplyTo(after);
        var header = new BlockHeader(
            _parentHash,
            _context.BlockNumber,
            after.Root(ChainRuntime.StateVersion),
            TrieRoot.Ordered(body, ChainRuntime.ExtrinsicsRootVersion),
            [.. _context.Digest]);
        return new BuiltBlock(header, body, after, changes, _context.Events.Count);
    }

    private ApplyResult Apply(CheckedExtrinsic extrinsic)
    {
        if (!TryReserve(extrinsic, out var weight))
        {
            return ApplyResult.Invalid(InvalidTransaction.ExhaustsResources);
        }

        var result = extrinsic.Sender is { } sender ? ApplySigned(extrinsic, sender) : ApplyInherent(extrinsic);
        if (result.IsIncluded)
        {
            _weight = weight;
        }

        return result;
    }

    private ApplyResult ApplyInherent(CheckedExtrinsic extrinsic)
    {
        if (extrinsic.Info.Class != DispatchClass.Mandatory)
        {
            return new ApplyResult(TransactionValidityError.Of(UnknownTransaction.NoUnsignedValidator), null);
        }

        if (_hasTransactions || !_context.Dispatch(extrinsic.Call, Origin.None).IsOk)
        {
            return ApplyResult.Invalid(InvalidTransaction.BadMandatory);
        }

        Report(extrinsic, DispatchOutcome.Ok);
        return default;
    }

    private ApplyResult ApplySigned(CheckedExtrinsic extrinsic, AccountId sender)
    {
        if (extrinsic.Info.Class == DispatchClass.Mandatory)
        {
            return ApplyResult.Invalid(InvalidTransaction.MandatoryValidation);
        }

        if (extrinsic.Extra.Nonce != _pallets.System.Account.Get(_context, sender).Nonce)
        {
            return ApplyResult.Invalid(InvalidTransaction.Future);
        }

        var fee = extrinsic.Fee;
        if (!_pallets.TransactionPayment.TryCharge(_context, sender, fee))
        {
            return ApplyResult.Invalid(InvalidTransaction.Payment);
        }

        _pallets.System.IncrementNonce(_context, sender);
        var outcome = _context.Dispatch(extrinsic.Call, Origin.Signed(sender));
        var paid = outcome.IsFree ? extrinsic.Extra.Tip : fee;
        if (fee > 0)
        {
            _pallets.TransactionPayment.Settle(_context, sender, fee, paid, extrinsic.Extra.Tip);
        }

        Report(extrinsic, outcome);
        return new ApplyResult(null, outcome.Error);
    }

    private void Report(CheckedExtrinsic extrinsic, DispatchOutcome outcome)
    {
        var info = extrinsic.Info with
        {
            Weight = extrinsic.Info.Weight + RuntimeLimits.Weights.PerClass[extrinsic.Info.Class].BaseExtrinsic,
            PaysFee = outcome.IsFree ? Pays.No : extrinsic.Info.PaysFee,
        };
        _context.Deposit(new RuntimeEvent.System(outcome.Error is { } error
            ? new SystemPallet.Event.ExtrinsicFailed(error, info)
            : new SystemPallet.Event.ExtrinsicSuccess(info)));
    }

    /// <summary>The block's weight with the extrinsic, if there is room for it.</summary>
    private bool TryReserve(CheckedExtrinsic extrinsic, out PerDispatchClass<Weight> weight)
    {
        var kind = extrinsic.Info.Class;
        var limits = RuntimeLimits.Weights.PerClass[kind];
        var ofClass = _weight[kind] + extrinsic.Info.Weight + limits.BaseExtrinsic;
        weight = _weight.With(kind, ofClass);
        var total = weight.Normal + weight.Operational + weight.Mandatory;
        return kind == DispatchClass.Mandatory
            || (Fits(ofClass, limits.MaxTotal) && Fits(total, RuntimeLimits.Weights.MaxBlock)
                && _length + extrinsic.Length <= RuntimeLimits.Length.Max[kind]);
    }

    private static bool Fits(Weight weight, Weight? limit) =>
        limit is not { } most || (weight.RefTime <= most.RefTime && weight.ProofSize <= most.ProofSize);

    private void EnsureOpen()
    {
        if (_isFinished)
        {
            throw new InvalidOperationException("the block is finished");
        }
    }
}
