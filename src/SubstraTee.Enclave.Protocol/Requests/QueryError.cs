using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Why a query that could be read got no answer.</summary>
[ScaleType]
public abstract partial record QueryError
{
    private QueryError()
    {
    }

    /// <summary>The signature is not the caller's over this query.</summary>
    [ScaleVariant(0)]
    public sealed partial record BadSignature : QueryError;

    /// <summary>The getter needs a caller.</summary>
    [ScaleVariant(1)]
    public sealed partial record SignatureRequired : QueryError;

    /// <summary>The parentchain is past the query's last block.</summary>
    [ScaleVariant(2)]
    public sealed partial record Expired : QueryError;

    /// <summary>The query would live longer than is allowed.</summary>
    [ScaleVariant(3)]
    public sealed partial record ExpiryTooFar : QueryError;

    /// <summary>The caller may not read this.</summary>
    [ScaleVariant(4)]
    public sealed partial record NotAllowed : QueryError;

    /// <summary>The STF has no such getter.</summary>
    [ScaleVariant(5)]
    public sealed partial record UnknownGetter : QueryError;

    /// <summary>The STF refused with an error of its own.</summary>
    /// <param name="Code">Index of the error in the STF's schema.</param>
    [ScaleVariant(6)]
    public sealed partial record Failed(uint Code) : QueryError;
}
