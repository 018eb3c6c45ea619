namespace SubstraTee.Substrate;

/// <summary>Whether a call's sender pays its fee.</summary>
/// <remarks><c>frame_support::dispatch::Pays</c>; the names and numbers are its variants'.</remarks>
public enum Pays : byte
{
    /// <summary>The sender pays.</summary>
    Yes = 0,

    /// <summary>The fee is waived.</summary>
    No = 1,
}
