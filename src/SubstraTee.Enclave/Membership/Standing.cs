namespace SubstraTee.Enclave;

/// <summary>What this enclave is to its shard, by the policy in force and the proven registry.</summary>
internal enum Standing
{
    /// <summary>A member: it may serve.</summary>
    Member,

    /// <summary>The policy would let it in, but it has no registration that counts.</summary>
    NotRegistered,

    /// <summary>The policy does not let it in.</summary>
    NotAdmitted,
}
