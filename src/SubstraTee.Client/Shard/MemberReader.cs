using System.Globalization;
using System.Text;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>Reads members from proven state, the same for live shards and for receipts in files.</summary>
internal static class MemberReader
{
    /// <summary>What has to be proved of a member.</summary>
    public static StorageKey[] KeysOf(ShardId shard, AccountId account) =>
        [BridgeKeys.Instance(shard, account), BridgeKeys.Member(shard, account), BridgeKeys.Registration(account)];

    /// <summary>Chain time in milliseconds; null when the proof does not say.</summary>
    public static ulong? NowOf(VerifiedState state)
    {
        var read = state.Read(BridgeKeys.Now().Span);
        return read.Kind == ProvenReadKind.Present && Scale.U64.TryDecode(read.Value.Span, out var now, out _) ? now : null;
    }

    /// <summary>The member with an account; null when it has not started the shard.</summary>
    /// <returns>False when the proof does not cover it or an entry does not decode.</returns>
    public static bool TryRead(
        VerifiedState state, PolicyView policy, ulong nowMs, ShardId shard, AccountId account, out ShardMember? member)
    {
        var isRead = TryReadAny(state, policy, nowMs, shard, account, out member);
        member = member?.Instance is null ? null : member;
        return isRead;
    }

    /// <summary>The member with an account, whether it has started the shard or is registered alone; null when it is neither.</summary>
    /// <returns>False when the proof does not cover it or an entry does not decode.</returns>
    public static bool TryReadAny(
        VerifiedState state, PolicyView policy, ulong nowMs, ShardId shard, AccountId account, out ShardMember? member)
    {
        member = null;
        if (!TryReadStart(state, shard, account, out var start))
        {
            return false;
        }

        var record = state.Read(BridgeKeys.Member(shard, account).Span);
        if (record.Kind == ProvenReadKind.Present)
        {
            if (!MemberRecord.Codec.TryDecode(record.Value.Span, out var decoded, out _))
            {
                return false;
            }

            member = Judge(policy, nowMs, account, start, decoded);
            return true;
        }

        var registration = state.Read(BridgeKeys.Registration(account).Span);
        if (record.Kind == ProvenReadKind.NotInProof || registration.Kind == ProvenReadKind.NotInProof)
        {
            return false;
        }

        if (start is not { } started)
        {
            return true;
        }

        if (registration.Kind == ProvenReadKind.Absent)
        {
            member = new ShardMember(account, started, false, null, false, false, "not registered", null);
            return true;
        }

        if (!MultiEnclave.Codec.TryDecode(registration.Value.Span, out var enclave, out _) || enclave is not MultiEnclave.Sgx { Enclave: var sgx })
        {
            return false;
        }

        member = Judge(policy, account, started, sgx);
        return true;
    }

    private static bool TryReadStart(VerifiedState state, ShardId shard, AccountId account, out InstanceRecord? start)
    {
        start = null;
        var read = state.Read(BridgeKeys.Instance(shard, account).Span);
        if (read.Kind != ProvenReadKind.Present)
        {
            return read.Kind == ProvenReadKind.Absent;
        }

        if (!InstanceRecord.Codec.TryDecode(read.Value.Span, out var record, out _))
        {
            return false;
        }

        start = record;
        return true;
    }

    private static ShardMember Judge(PolicyView policy, ulong nowMs, AccountId account, InstanceRecord? start, MemberRecord record)
    {
        var expired = record.ExpiresAtMs <= nowMs;
        var admitted = !expired
            && record.PolicyFrom <= policy.Version && policy.Version <= record.PolicyTo
            && policy.InForce.Measurements.Contains(record.Measurement);
        var text = new StringBuilder(record.Evidence.Kind.Text()).Append(", ").Append(record.Tcb.Text());
        text.Append(record.Simulated ? ", SIMULATED" : string.Empty).Append(record.Debug ? ", can be debugged" : string.Empty);
        text.Append(expired ? ", expired " : ", until ").Append(Time(record.ExpiresAtMs));
        return new ShardMember(
            account, start, !expired, record.Measurement, admitted, record.Simulated, text.ToString(), UrlOf(record.Url))
        {
            Record = record,
        };
    }

    // Registered in Integritee's registry: without evidence, which counts only where the shard's policy says so.
    private static ShardMember Judge(PolicyView policy, AccountId account, InstanceRecord start, SgxEnclave enclave)
    {
        var skipped = enclave.Method is SgxAttestationMethod.Skip;
        var measurement = policy.InForce.Measurements.FirstOrDefault(one => IsFingerprint(one, enclave.Fingerprint));
        var attestation = enclave.Method switch
        {
            SgxAttestationMethod.Skip => "SIMULATED: registered without evidence",
            SgxAttestationMethod.Ias => $"Intel attestation service, {enclave.Status}, not for this shard",
            _ => $"Intel DCAP, {enclave.Status}, not for this shard",
        };
        return new ShardMember(
            account,
            start,
            true,
            measurement ?? new Measurement(MeasurementFamily.Simulated, enclave.Fingerprint.Bytes.AsSpan()),
            measurement is not null && skipped && policy.InForce.AllowSkippedAttestation,
            skipped || measurement?.Family == MeasurementFamily.Simulated,
            attestation,
            UrlOf(enclave.Url));
    }

    private static string? UrlOf(byte[]? url) => url is null ? null : Encoding.UTF8.GetString(url);

    private static string Time(ulong ms) => ms <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)ms).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : "the end of time";

    // Where the chain holds 32 bytes, a measurement of that length stands for itself.
    private static bool IsFingerprint(Measurement measurement, Hash256 fingerprint) =>
        measurement.Bytes.AsSpan().SequenceEqual(fingerprint.Bytes.AsSpan());
}
