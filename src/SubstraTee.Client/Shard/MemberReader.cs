using System.Text;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>Reads members from proven state, the same for live shards and for receipts in files.</summary>
internal static class MemberReader
{
    /// <summary>The member with an account; null when it has not started the shard.</summary>
    /// <returns>False when the proof does not cover it or an entry does not decode.</returns>
    public static bool TryRead(VerifiedState state, ShardDescriptor descriptor, ShardId shard, AccountId account, out ShardMember? member)
    {
        member = null;
        var instance = state.Read(BridgeKeys.Instance(shard, account).Span);
        var registration = state.Read(BridgeKeys.Registration(account).Span);
        if (instance.Kind == ProvenReadKind.Absent)
        {
            return true;
        }

        if (instance.Kind != ProvenReadKind.Present
            || registration.Kind == ProvenReadKind.NotInProof
            || !InstanceRecord.Codec.TryDecode(instance.Value.Span, out var record, out _))
        {
            return false;
        }

        if (registration.Kind == ProvenReadKind.Absent)
        {
            member = new ShardMember(account, record, false, default, false, false, "not registered", null);
            return true;
        }

        if (!MultiEnclave.Codec.TryDecode(registration.Value.Span, out var decoded, out _) || decoded is not MultiEnclave.Sgx { Enclave: var enclave })
        {
            return false;
        }

        member = Judge(descriptor, account, record, enclave);
        return true;
    }

    private static ShardMember Judge(ShardDescriptor descriptor, AccountId account, InstanceRecord record, SgxEnclave enclave)
    {
        var skipped = enclave.Method is SgxAttestationMethod.Skip;
        var measurement = descriptor.Policy.Measurements.FirstOrDefault(one => IsFingerprint(one, enclave.Fingerprint));
        var simulated = skipped || measurement?.Family == MeasurementFamily.Simulated;
        var admitted = measurement is not null && (!skipped || descriptor.Policy.AllowSkippedAttestation);
        var attestation = enclave.Method switch
        {
            SgxAttestationMethod.Skip => "SIMULATED: registered without evidence",
            SgxAttestationMethod.Ias => $"Intel attestation service, {enclave.Status}",
            _ => $"Intel DCAP, {enclave.Status}",
        };
        return new ShardMember(
            account,
            record,
            true,
            enclave.Fingerprint,
            admitted,
            simulated,
            enclave.BuildMode == SgxBuildMode.Debug && !skipped ? $"{attestation}, can be debugged" : attestation,
            enclave.Url is { } url ? Encoding.UTF8.GetString(url) : null);
    }

    // Where the chain holds 32 bytes, a measurement of that length stands for itself.
    private static bool IsFingerprint(Measurement measurement, Hash256 fingerprint) =>
        measurement.Bytes.AsSpan().SequenceEqual(fingerprint.Bytes.AsSpan());
}
