using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>Funds of accounts (FRAME's <c>pallet_balances</c>, without locks, reserves, holds and freezes).</summary>
/// <remarks>Always true between calls: the sum of all balances is <see cref="TotalIssuance"/>, and no balance is below the
/// existential deposit. Sums cannot overflow, since no balance exceeds the issuance and that is checked.</remarks>
internal sealed partial class BalancesPallet : Pallet, ICallable<BalancesPallet.Call>
{
    /// <summary>The least that an account may hold, as on Integritee's chain.</summary>
    public static readonly UInt128 ExistentialDeposit = 500;

    private readonly SystemPallet _system;

    public BalancesPallet(SystemPallet system)
        : base("Balances", 10)
    {
        _system = system;
        TotalIssuance = Value("TotalIssuance", Scale.U128, UInt128.Zero, "The sum of all balances.");
        Value("InactiveIssuance", Scale.U128, UInt128.Zero, "Funds that are not in circulation; always zero here.");
        Constant("ExistentialDeposit", Scale.U128, ExistentialDeposit, "The least that an account may hold.");
        Constant("MaxLocks", Scale.U32, 0u, "Locks do not exist here.");
        Constant("MaxReserves", Scale.U32, 0u, "Reserves by name do not exist here.");
        Constant("MaxFreezes", Scale.U32, 0u, "Freezes do not exist here.");
    }

    public override string Docs => "Funds of accounts.";

    public override IScaleCodec CallCodec => Call.Codec;

    public override IScaleCodec EventCodec => Event.Codec;

    public override IScaleCodec ErrorCodec => ErrorScale.Codec;

    public StorageValue<UInt128> TotalIssuance { get; }

    public override void BuildGenesis(RuntimeContext context, GenesisConfig genesis)
    {
        var total = UInt128.Zero;
        var seen = new HashSet<AccountId>();
        foreach (var (account, balance) in genesis.Endowed)
        {
            if (!seen.Add(account))
            {
                throw new ArgumentException($"account {account} is endowed twice", nameof(genesis));
            }

            if (balance < ExistentialDeposit)
            {
                throw new ArgumentException($"account {account} is endowed with less than the existential deposit", nameof(genesis));
            }

            total = checked(total + balance);
            _system.Account.Set(context, account, NewAccount(balance));
        }

        TotalIssuance.Set(context, total);
    }

    public UInt128 FreeOf(RuntimeContext context, AccountId who) => _system.Account.Get(context, who).Data.Free;

    public DispatchInfo InfoOf(Call call) => call switch
    {
        Call.ForceTransfer or Call.ForceSetBalance => RuntimeLimits.Normal(reads: 3, writes: 3),
        _ => RuntimeLimits.Normal(reads: 2, writes: 2),
    };

    public DispatchOutcome Dispatch(RuntimeContext context, Origin origin, Call call) => call switch
    {
        Call.TransferAllowDeath transfer => Transfer(context, origin, transfer.Dest, transfer.Value, keepAlive: false),
        Call.TransferKeepAlive transfer => Transfer(context, origin, transfer.Dest, transfer.Value, keepAlive: true),
        Call.TransferAll transfer => TransferAll(context, origin, transfer.Dest, transfer.KeepAlive),
        Call.ForceTransfer transfer => ForceTransfer(context, origin, transfer),
        Call.ForceSetBalance set => ForceSetBalance(context, origin, set),
        Call.Burn burn => Burn(context, origin, burn),
        _ => DispatchErrors.Other,
    };

    /// <summary>Moves funds between accounts.</summary>
    /// <param name="context">The block.</param>
    /// <param name="from">Who pays.</param>
    /// <param name="to">Who is paid.</param>
    /// <param name="amount">How much.</param>
    /// <param name="keepAlive">Whether the payer must keep the existential deposit.</param>
    public DispatchOutcome Transfer(RuntimeContext context, AccountId from, AccountId to, UInt128 amount, bool keepAlive)
    {
        var payer = _system.Account.Get(context, from);
        if (CheckWithdrawal(payer, amount, keepAlive) is { } refused)
        {
            return refused;
        }

        var payee = from == to ? payer : _system.Account.Get(context, to);
        if (payee.Data.Free > UInt128.MaxValue - amount)
        {
            return DispatchErrors.Overflow;
        }

        if (amount != 0 && payee.Data.Free + amount < ExistentialDeposit)
        {
            return DispatchErrors.BelowMinimum;
        }

        if (from == to)
        {
            return DispatchOutcome.Ok;
        }

        SetFree(context, from, payer, payer.Data.Free - amount);
        SetFree(context, to, payee, payee.Data.Free + amount);
        context.Deposit(new RuntimeEvent.Balances(new Event.Transfer(from, to, amount)));
        return DispatchOutcome.Ok;
    }

    /// <summary>Takes a fee out of circulation, if the account can pay it and live on.</summary>
    public bool TryWithdraw(RuntimeContext context, AccountId who, UInt128 fee)
    {
        var account = _system.Account.Get(context, who);
        if (CheckWithdrawal(account, fee, keepAlive: true) is not null)
        {
            return false;
        }

        SetFree(context, who, account, account.Data.Free - fee);
        Rescind(context, fee);
        context.Deposit(new RuntimeEvent.Balances(new Event.Withdraw(who, fee)));
        return true;
    }

    /// <summary>True when the account could pay a fee and live on.</summary>
    public bool CanWithdraw(RuntimeContext context, AccountId who, UInt128 fee) =>
        CheckWithdrawal(_system.Account.Get(context, who), fee, keepAlive: true) is null;

    /// <summary>Gives back a part of a fee.</summary>
    public void Refund(RuntimeContext context, AccountId who, UInt128 amount)
    {
        var account = _system.Account.Get(context, who);
        var free = account.Data.Free + amount;
        if (free < ExistentialDeposit || free < amount)
        {
            // The account ceased to be in its own call; what would be left is too little to live on.
            return;
        }

        SetFree(context, who, account, free);
        TotalIssuance.Set(context, TotalIssuance.Get(context) + amount);
        context.Deposit(new RuntimeEvent.Balances(new Event.Deposit(who, amount)));
    }

    private static AccountInfo NewAccount(UInt128 free) =>
        new(Nonce: 0, Consumers: 0, Providers: 1, Sufficients: 0, new AccountData(free, 0, 0, AccountData.NewLogic));

    private static DispatchError? CheckWithdrawal(AccountInfo payer, UInt128 amount, bool keepAlive)
    {
        if (payer.Data.Free < amount)
        {
            return DispatchErrors.FundsUnavailable;
        }

        return keepAlive && payer.Data.Free - amount < ExistentialDeposit ? DispatchErrors.NotExpendable : null;
    }

    private DispatchOutcome Transfer(RuntimeContext context, Origin origin, MultiAddress dest, UInt128 value, bool keepAlive)
    {
        if (!origin.TrySigned(out var sender))
        {
            return DispatchErrors.BadOrigin;
        }

        return dest is MultiAddress.Id { Account: var account }
            ? Transfer(context, sender, account, value, keepAlive)
            : DispatchErrors.CannotLookup;
    }

    private DispatchOutcome TransferAll(RuntimeContext context, Origin origin, MultiAddress dest, bool keepAlive)
    {
        if (!origin.TrySigned(out var sender))
        {
            return DispatchErrors.BadOrigin;
        }

        var free = FreeOf(context, sender);
        var kept = keepAlive ? UInt128.Min(free, ExistentialDeposit) : 0;
        return Transfer(context, origin, dest, free - kept, keepAlive);
    }

    private DispatchOutcome ForceTransfer(RuntimeContext context, Origin origin, Call.ForceTransfer transfer)
    {
        if (!origin.IsRoot)
        {
            return DispatchErrors.BadOrigin;
        }

        return transfer.Source is MultiAddress.Id { Account: var source }
            ? Transfer(context, Origin.Signed(source), transfer.Dest, transfer.Value, keepAlive: false)
            : DispatchErrors.CannotLookup;
    }

    private DispatchOutcome ForceSetBalance(RuntimeContext context, Origin origin, Call.ForceSetBalance set)
    {
        if (!origin.IsRoot)
        {
            return DispatchErrors.BadOrigin;
        }

        if (set.Who is not MultiAddress.Id { Account: var who })
        {
            return DispatchErrors.CannotLookup;
        }

        var account = _system.Account.Get(context, who);
        var free = set.NewFree < ExistentialDeposit ? 0 : set.NewFree;
        var issued = TotalIssuance.Get(context);
        var others = issued - UInt128.Min(issued, account.Data.Free);
        if (others > UInt128.MaxValue - free)
        {
            return DispatchErrors.Overflow;
        }

        SetFree(context, who, account, free);
        TotalIssuance.Set(context, others + free);
        context.Deposit(new RuntimeEvent.Balances(new Event.BalanceSet(who, free)));
        return DispatchOutcome.Ok;
    }

    private DispatchOutcome Burn(RuntimeContext context, Origin origin, Call.Burn burn)
    {
        if (!origin.TrySigned(out var sender))
        {
            return DispatchErrors.BadOrigin;
        }

        var account = _system.Account.Get(context, sender);
        if (CheckWithdrawal(account, burn.Value, burn.KeepAlive) is { } refused)
        {
            return refused;
        }

        SetFree(context, sender, account, account.Data.Free - burn.Value);
        Rescind(context, burn.Value);
        context.Deposit(new RuntimeEvent.Balances(new Event.Burned(sender, burn.Value)));
        return DispatchOutcome.Ok;
    }

    // Root can write any value over the issuance, so the subtraction stops at zero.
    private void Rescind(RuntimeContext context, UInt128 amount)
    {
        var issued = TotalIssuance.Get(context);
        TotalIssuance.Set(context, issued - UInt128.Min(issued, amount));
    }

    /// <summary>Writes a balance; accounts come into being with the existential deposit and cease to be below it.</summary>
    private void SetFree(RuntimeContext context, AccountId who, AccountInfo account, UInt128 free)
    {
        if (free >= ExistentialDeposit)
        {
            var exists = account.Providers > 0;
            var data = account.Data with { Free = free, Flags = account.Data.Flags | AccountData.NewLogic };
            _system.Account.Set(context, who, account with { Data = data, Providers = exists ? account.Providers : 1 });
            if (!exists)
            {
                context.Deposit(new RuntimeEvent.System(new SystemPallet.Event.NewAccount(who)));
                context.Deposit(new RuntimeEvent.Balances(new Event.Endowed(who, free)));
            }

            return;
        }

        if (account.Providers == 0)
        {
            return;
        }

        _system.Account.Remove(context, who);
        context.Deposit(new RuntimeEvent.System(new SystemPallet.Event.KilledAccount(who)));
        if (free > 0)
        {
            Rescind(context, free);
            context.Deposit(new RuntimeEvent.Balances(new Event.DustLost(who, free)));
        }
    }
}
