namespace SubstraTee.Worker;

/// <summary>Evidence or collateral that could not be brought at present; the enclave asks again.</summary>
internal sealed class EvidenceException(string why, Exception? cause = null) : Exception(why, cause);
