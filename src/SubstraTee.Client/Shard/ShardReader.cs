using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>Reads a shard's entries on chain: the descriptor by its hash, everything else by proof.</summary>
internal static class ShardReader
{
    private const int MaxMembers = 1024;
    private const int MaxShards = 65_536;
    private const int MaxPoliciesOfEpoch = 32;

    /// <summary>The ids of all shards, as the node says.</summary>
    public static async Task<ImmutableArray<ShardId>> ListAsync(ChainClient chain, CancellationToken cancellationToken)
    {
        BridgeKeys.Check(chain.Metadata);
        var keys = await chain.Node.KeysAsync(BridgeKeys.AllDescriptors(), MaxShards, null, cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(key => new ShardId(key.Span[^Bytes32.Length..]))];
    }

    /// <summary>A shard's descriptor: whoever brings it, its hash is the shard's id.</summary>
    public static async Task<(byte[] Bytes, ShardDescriptor Descriptor)> DescriptorAsync(
        ChainClient chain, ShardId shard, CancellationToken cancellationToken)
    {
        BridgeKeys.Check(chain.Metadata);
        var stored = await chain.Node.StorageAsync(BridgeKeys.Descriptor(shard), null, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            throw ClientErrors.ShardNotFound(shard);
        }

        if (!Scale.BytesOf(ProtocolLimits.MaxDescriptorBytes).TryDecode(stored, out var bytes, out _) || ShardDescriptor.IdOf(bytes) != shard)
        {
            throw ClientErrors.BadAnswer("state_getStorage", $"the descriptor that the node has for {shard} has another hash");
        }

        if (!ShardDescriptor.TryRead(bytes, out var descriptor, out var why))
        {
            throw ClientErrors.Untrusted(shard, $"its descriptor does not hold: {why}");
        }

        return descriptor.Genesis == chain.GenesisHash
            ? (bytes, descriptor)
            : throw ClientErrors.WrongGenesis(descriptor.Genesis, chain.GenesisHash);
    }

    /// <summary>The voters that a descriptor names.</summary>
    public static AuthoritySet VotersOf(ShardDescriptor descriptor, ShardId shard) =>
        AuthoritySet.TryCreate(
            descriptor.SetId, [.. descriptor.Authorities.Select(one => new GrandpaAuthority(one.Key, one.Weight))], out var voters)
            ? voters!
            : throw ClientErrors.Untrusted(shard, "its descriptor's authorities are no set of voters");

    /// <summary>Reads epoch, key and members by proof, and judges the shard.</summary>
    public static async Task<TrustVerdict> JudgeAsync(
        ShardContext shard, ShardOptions options, CancellationToken cancellationToken)
    {
        var block = (await shard.Finality.LatestAsync(cancellationToken).ConfigureAwait(false)).Block;
        var (proven, accounts) = await AccountsAsync(shard, block, cancellationToken).ConfigureAwait(false);
        var policy = await PolicyAsync(shard, block, cancellationToken).ConfigureAwait(false);
        var now = MemberReader.NowOf(proven) ?? throw ClientErrors.ChainLacks("the chain has no time", "Timestamp.Now cannot be read");
        var simulatedIsAccepted = options.AllowSimulated ?? shard.Chain.IsLocalDevelopment;
        var judge = new EvidenceJudge(options, simulatedIsAccepted);
        var members = ImmutableArray.CreateBuilder<ShardMember>(accounts.Count);
        foreach (var account in accounts)
        {
            if (!MemberReader.TryReadAny(proven, policy, now, shard.Id, account, out var member) || member is null)
            {
                throw ClientErrors.ProofRefused($"the registration of {account}", new TrieProofError(TrieProofFault.MissingNode));
            }

            var collateral = await CollateralAsync(shard, block, member, cancellationToken).ConfigureAwait(false);
            members.Add(judge.Judge(member, policy.InForce, collateral, now));
        }

        var read = proven.Read(BridgeKeys.CurrentEpoch(shard.Id).Span);
        var epoch = read.Kind == ProvenReadKind.Present ? Scale.U32.Decode(read.Value.Span) : 0;
        var key = await EpochKeyAsync(shard, block, epoch, cancellationToken).ConfigureAwait(false);
        if (key is not null)
        {
            policy = policy with { Earlier = await EarlierAsync(shard, block, policy.Version, key.Block, cancellationToken).ConfigureAwait(false) };
        }

        var verdict = TrustJudge.Judge(
            shard.Descriptor,
            shard.Id,
            new BlockRef(block.Number, block.Hash),
            members.MoveToImmutable(),
            policy,
            epoch,
            key,
            simulatedIsAccepted,
            options);
        return ClockJudge.FindingOf(now, options.Time, simulatedIsAccepted) is { } implausible
            ? verdict with { Findings = verdict.Findings.Add(implausible) }
            : verdict;
    }

    /// <summary>Whoever has started the shard or is registered to, and the proven state with all that is said of them.</summary>
    private static async Task<(VerifiedState State, List<AccountId> Accounts)> AccountsAsync(
        ShardContext shard, FinalizedHeader block, CancellationToken cancellationToken)
    {
        const string What = "the shard's members";
        StorageKey[] prefixes = [BridgeKeys.Instances(shard.Id), BridgeKeys.Members(shard.Id)];
        var accounts = new List<AccountId>();
        foreach (var prefix in prefixes)
        {
            var listed = await shard.Chain.Node.KeysAsync(prefix, MaxMembers, block.Hash, cancellationToken).ConfigureAwait(false);
            accounts.AddRange(listed.Select(key => BridgeKeys.AccountOf(key.Span)).Except(accounts));
        }

        StorageKey[] keys =
        [
            BridgeKeys.CurrentEpoch(shard.Id),
            BridgeKeys.Now(),
            .. prefixes,
            .. accounts.SelectMany(account => MemberReader.KeysOf(shard.Id, account)),
        ];
        var proven = (await shard.Finality.ReadAsync(block, keys, What, cancellationToken).ConfigureAwait(false)).State.State;
        var found = new List<AccountId>(accounts.Count);
        foreach (var prefix in prefixes)
        {
            // The list of keys was the node's word; the proof shows that there are no others.
            if (!proven.TryReadPrefix(prefix.Span, MaxMembers, out var entries, out var error))
            {
                throw ClientErrors.ProofRefused(What, error);
            }

            found.AddRange(entries.Select(entry => BridgeKeys.AccountOf(entry.Key)).Except(found));
        }

        return (proven, found);
    }

    /// <summary>The policy in force and the announced one, by proof.</summary>
    public static async Task<PolicyView> PolicyAsync(ShardContext shard, FinalizedHeader block, CancellationToken cancellationToken)
    {
        const string What = "the shard's policy";
        var newest = PolicyView.NewestOf(
            (await shard.Finality.ReadAsync(block, [BridgeKeys.PolicyVersion(shard.Id)], What, cancellationToken).ConfigureAwait(false)).State.State,
            shard.Id) ?? throw ClientErrors.ChainLacks("the shard's policy cannot be read", "the entry PolicyVersions does not decode");
        var proven = await shard.Finality.ReadAsync(block, PolicyView.KeysOf(shard.Id, newest), What, cancellationToken).ConfigureAwait(false);
        return PolicyView.TryRead(proven.State.State, shard.Descriptor, shard.Id, block.Number, out var view)
            ? view
            : throw UnreadablePolicy();
    }

    private static async Task<ImmutableArray<AdmissionPolicy>> EarlierAsync(
        ShardContext shard, FinalizedHeader block, uint version, uint keySetAt, CancellationToken cancellationToken)
    {
        var earlier = ImmutableArray.CreateBuilder<AdmissionPolicy>();
        var record = await RecordAsync(shard, block, version, cancellationToken).ConfigureAwait(false);
        while (record is not null && record.InForceFrom > keySetAt)
        {
            if (earlier.Count == MaxPoliciesOfEpoch)
            {
                throw ClientErrors.Untrusted(shard.Id, $"its policy was changed more than {MaxPoliciesOfEpoch} times since the epoch's key was set");
            }

            record = await RecordAsync(shard, block, --version, cancellationToken).ConfigureAwait(false);
            earlier.Add(record?.Policy ?? shard.Descriptor.Policy);
        }

        return earlier.ToImmutable();
    }

    /// <summary>What was announced as a version of the policy; null for version 0, which is the descriptor's.</summary>
    private static async Task<PolicyRecord?> RecordAsync(
        ShardContext shard, FinalizedHeader block, uint version, CancellationToken cancellationToken)
    {
        if (version == 0)
        {
            return null;
        }

        var proven = await shard.Finality.ReadAsync(
            block, [BridgeKeys.Policy(shard.Id, version)], "the shard's earlier policies", cancellationToken).ConfigureAwait(false);
        return PolicyView.RecordOf(proven.State.State, shard.Id, version) ?? throw UnreadablePolicy();
    }

    private static ClientException UnreadablePolicy() =>
        ClientErrors.ChainLacks("the shard's policy cannot be read", "an entry of ShardPolicies is missing or does not decode");

    private static async Task<CollateralBundle?> CollateralAsync(
        ShardContext shard, FinalizedHeader block, ShardMember member, CancellationToken cancellationToken)
    {
        if (member.Record?.Evidence.Collateral is not { } hash)
        {
            return null;
        }

        var key = BridgeKeys.Collateral(hash);
        var proven = await shard.Finality.ReadAsync(block, [key], "a member's collateral", cancellationToken).ConfigureAwait(false);
        var read = proven.State.Read(key);
        return read.Kind == ProvenReadKind.Present
            && CollateralRecord.Codec.TryDecode(read.Value.Span, out var record, out _)
            && CollateralBundle.TryRead(record.Bundle, out var bundle)
                ? bundle
                : null;
    }

    private static async Task<EpochKeyRecord?> EpochKeyAsync(
        ShardContext shard, FinalizedHeader block, uint epoch, CancellationToken cancellationToken)
    {
        var key = BridgeKeys.EpochKey(shard.Id, epoch);
        var proven = await shard.Finality.ReadAsync(block, [key], "the epoch's key", cancellationToken).ConfigureAwait(false);
        var read = proven.State.Read(key);
        if (read.Kind == ProvenReadKind.Absent)
        {
            return null;
        }

        return EpochKeyRecord.Codec.TryDecode(read.Value.Span, out var record, out var fault)
            ? record
            : throw ClientErrors.ChainLacks("the epoch's key cannot be read", $"the entry does not decode: {fault}");
    }
}
