namespace SubstraTee.Worker;

/// <summary>Evidence or collateral that could not be brought at present; the enclave asks again.</summary>
public sealed class EvidenceException : Exception
{
    internal EvidenceException(string why, Exception? cause = null)
        : base(why, cause)
    {
    }
}
