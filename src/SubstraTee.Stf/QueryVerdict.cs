namespace SubstraTee.Stf;

/// <summary>Whether a getter is answered.</summary>
public enum QueryVerdict
{
    /// <summary>It is.</summary>
    Answered = 0,

    /// <summary>It needs a caller who signs.</summary>
    SignatureRequired,

    /// <summary>The caller may not read this.</summary>
    NotAllowed,

    /// <summary>The bytes are no getter of the STF.</summary>
    UnknownGetter,

    /// <summary>The STF refused with an error of its own.</summary>
    Failed,
}
