namespace SubstraTee.Substrate;

/// <summary>Why a transaction is not valid.</summary>
/// <remarks><c>sp_runtime::transaction_validity::InvalidTransaction</c>; the names and numbers are its variants'.</remarks>
public enum InvalidTransaction : byte
{
    /// <summary>The call is not expected.</summary>
    Call = 0,

    /// <summary>The fee cannot be paid.</summary>
    Payment = 1,

    /// <summary>The nonce is too high for now.</summary>
    Future = 2,

    /// <summary>The nonce was used already, or the era is over.</summary>
    Stale = 3,

    /// <summary>The signature is wrong, or made over other data.</summary>
    BadProof = 4,

    /// <summary>The era began too long ago.</summary>
    AncientBirthBlock = 5,

    /// <summary>The block has no room for it.</summary>
    ExhaustsResources = 6,

    /// <summary>A pallet's own reason, with a code.</summary>
    Custom = 7,

    /// <summary>A mandatory call failed.</summary>
    BadMandatory = 8,

    /// <summary>A mandatory call cannot come as a transaction.</summary>
    MandatoryValidation = 9,

    /// <summary>The signer is not an account.</summary>
    BadSigner = 10,

    /// <summary>What the signature covers could not be computed.</summary>
    IndeterminateImplicit = 11,

    /// <summary>No extension gave it an origin.</summary>
    UnknownOrigin = 12,
}
