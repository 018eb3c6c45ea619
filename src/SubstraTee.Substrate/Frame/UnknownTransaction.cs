namespace SubstraTee.Substrate;

/// <summary>Why a transaction cannot be judged.</summary>
/// <remarks><c>sp_runtime::transaction_validity::UnknownTransaction</c>; the names and numbers are its variants'.</remarks>
public enum UnknownTransaction : byte
{
    /// <summary>Something needed was not found.</summary>
    CannotLookup = 0,

    /// <summary>Nothing judges unsigned transactions of this kind.</summary>
    NoUnsignedValidator = 1,

    /// <summary>A pallet's own reason, with a code.</summary>
    Custom = 2,
}
