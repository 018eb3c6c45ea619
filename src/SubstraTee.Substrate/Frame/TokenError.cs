using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Why an operation on a balance was refused.</summary>
[ScaleType("sp_runtime::TokenError")]
public enum TokenError : byte
{
    /// <summary>The account has not enough that it may spend.</summary>
    FundsUnavailable = 0,

    /// <summary>The account would die while others depend on it.</summary>
    OnlyProvider = 1,

    /// <summary>The account would keep less than the existential deposit.</summary>
    BelowMinimum = 2,

    /// <summary>The account cannot be created.</summary>
    CannotCreate = 3,

    /// <summary>There is no such asset.</summary>
    UnknownAsset = 4,

    /// <summary>The funds are frozen.</summary>
    Frozen = 5,

    /// <summary>The asset does not support the operation.</summary>
    Unsupported = 6,

    /// <summary>The account cannot hold funds.</summary>
    CannotCreateHold = 7,

    /// <summary>The account must stay alive.</summary>
    NotExpendable = 8,

    /// <summary>The account must not receive.</summary>
    Blocked = 9,
}
