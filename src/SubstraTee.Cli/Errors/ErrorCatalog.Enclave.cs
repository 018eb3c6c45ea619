using System.Collections.Immutable;

namespace SubstraTee.Cli;

/// <content>Attestation and enclaves.</content>
internal static partial class ErrorCatalog
{
    private static ImmutableArray<ErrorEntry> Attestation =>
    [
        new("STEE-A0001", ExitCodes.Unsafe, "the shard is SIMULATED, so nothing was sent",
            "Its policy admits enclaves without evidence, or a member is one: whoever runs the worker can read everything.",
            "use a shard on real hardware, or accept it knowingly: --allow-simulated"),
        new("STEE-A0002", ExitCodes.Verification, "the shard was not trusted, nothing was sent",
            "What the chain proves of its policy and members does not meet the client's rules.", "see what was judged: substratee shard show"),
        new("STEE-A0003", ExitCodes.NotFound, "the shard has no key yet", "No enclave has started it: there is nothing to encrypt to.",
            "start a worker for it: substratee worker"),
        new("STEE-A0010", ExitCodes.Verification, "a receipt does not prove the outcome",
            "Its signatures, its leaf, or the proof that it is anchored in a final block do not hold.",
            "ask another worker of the shard"),
        new("STEE-A0011", ExitCodes.Verification, "an answer is not trusted",
            "It is not signed by an admitted enclave, or does not belong to the question.", "ask again, or ask another worker of the shard"),
        new("STEE-A0012", ExitCodes.Verification, "a schema is not the shard's",
            "The worker's schema does not hash to what the shard's descriptor names.", "check that the worker serves this shard: substratee worker info"),
        new("STEE-A0013", ExitCodes.Verification, "the shard runs another function than the one asked for, nothing was sent",
            "The shard's descriptor names another STF hash, and no code of the hash that was asked for belongs to it.",
            "ask for the shard's function if it is the right one: substratee shard show"),
        new("STEE-A0020", ExitCodes.Verification, "an enclave's folder is not what its measurement.json says",
            "Files were changed, added or removed since it was published: it has another identity.", "publish it anew: eng/publish-enclave.sh"),
        new("STEE-A0030", ExitCodes.Usage, "a policy cannot be that of a shard",
            "A shard's policy is judged by the chain and has fewer rules than a client's own; leaving one out would admit more than was meant. "
            + "The member stands in the message.",
            "leave the member out, and judge by it as a client; rules that a shard can have: docs/how-to/attested-shard.md"),
    ];

    private static ImmutableArray<ErrorEntry> EnclaveStart =>
    [
        new("STEE-E0001", ExitCodes.Configuration, "the enclave could not be started", "Its process did not start or did not connect.",
            "check --enclave: it names the folder or the executable that eng/publish-enclave.sh made"),
        new("STEE-E0002", ExitCodes.Configuration, "the enclave ended or refused while it started", "What it said stands in the worker's log.",
            "see the worker's log"),
        new("STEE-E0003", ExitCodes.Configuration, "the worker's data cannot be written", "A sealed file or a receipt could not be stored, so the worker stopped.",
            "free space or make the data folder writable, then start the worker again: nothing is lost"),
        new("STEE-E0004", ExitCodes.Configuration, "the worker's data folder cannot be used", "It cannot be written, or another worker uses it.",
            "make it writable, stop the worker that uses it, or name another with --data"),
        new("STEE-E0010", ExitCodes.Verification, "the sealed state belongs to another platform, build or shard (seal_identity_mismatch)",
            "Sealing keys are derived from hardware and measurement, so these files cannot be opened here.",
            "use the platform folder, enclave build and shard that sealed it, or start with an empty data folder"),
        new("STEE-E0011", ExitCodes.Verification, "a sealed file is shorter than it was written (sealed_truncated)",
            "The file was cut off.", "restore it, or start with an empty data folder"),
        new("STEE-E0012", ExitCodes.Verification, "a sealed file was changed (sealed_corrupt)", "Its authentication does not hold.",
            "restore it, or start with an empty data folder"),
        new("STEE-E0013", ExitCodes.Verification, "the sealed files are not one set (sealed_set_inconsistent)",
            "Some are older than others, or missing.", "restore one complete set, or start with an empty data folder"),
        new("STEE-E0014", ExitCodes.Configuration, "the sealed files have an unknown layout (sealed_version_unknown)",
            "Another version of the enclave wrote them.", "use the build that sealed them"),
        new("STEE-E0015", ExitCodes.Verification, "the shard's policy does not admit this enclave build (measurement_not_allowed)",
            "The enclave's measurement is not among those of the shard's policy.", "use the build that the policy names: substratee shard show"),
        new("STEE-E0016", ExitCodes.Verification, "the shard runs another state transition function (stf_mismatch)",
            "The STF hash of the enclave is not the one of the shard's descriptor.", "use the enclave of that function"),
        new("STEE-E0017", ExitCodes.Verification, "the shard's policy does not pin the chain's metadata (metadata_not_pinned, spec_unknown)",
            "Metadata tells the enclave where things are on chain; it believes only what the shard's policy pins.",
            "attach to the right chain; after an upgrade, the shard's authority has to pin the new runtime"),
        new("STEE-E0018", ExitCodes.Verification, "the shard's descriptor does not hold (descriptor_invalid)", "It contradicts itself.",
            "create the shard anew"),
        new("STEE-E0019", ExitCodes.Configuration, "the chain's runtime lacks something that the enclave needs (chain_lacks_feature)",
            "A pallet, call or entry is missing.", "attach to a chain with these pallets"),
        new("STEE-E0020", ExitCodes.Configuration, "the platform's randomness failed its check (entropy_unhealthy)",
            "Keys made from it could be guessed.", "do not use this machine"),
        new("STEE-E0021", ExitCodes.Verification, "the shard's code is none that this enclave runs (code_invalid, code_missing)",
            "The module is not valid, or lacks exports, imports or schema of the ABI.", "check it: substratee wasm inspect FILE"),
        new("STEE-E0022", ExitCodes.Verification, "the shard's policy does not admit this platform (not_admitted)",
            "It takes no evidence of the kind that the platform makes, and no enclaves without evidence, and nobody may change it.",
            "name the platform that the policy has roots for with --platform: substratee shard show"),
    ];

    private static ImmutableArray<ErrorEntry> Enclave =>
    [
        new("STEE-E0101", ExitCodes.Refused, "the enclave refused the request", "It told the reason by name.", "see its state: substratee worker info"),
        new("STEE-E0102", ExitCodes.Refused, "the call was not applied",
            "The request reached the enclave, but was not valid: signature, nonce, epoch, shard or form.", "repeat it: nonces and keys are read anew"),
        new("STEE-E0103", ExitCodes.Refused, "the call failed", "The state transition function refused it; the shard's state is as before.",
            "see the error's meaning: substratee shard show"),
        new("STEE-E0104", ExitCodes.Refused, "the query was refused", "The enclave does not answer this question to this caller.",
            "ask as the account that may know it"),
        new("STEE-E0201", ExitCodes.Refused, "the enclave stopped: superseded",
            "A newer instance of the same enclave was started, here or with a copy of its files elsewhere; only the newest may serve.",
            "run one worker for an enclave; if nobody started another one, somebody has a copy of its platform and data"),
        new("STEE-E0202", ExitCodes.Refused, "the enclave stopped for good",
            "It met something that it may not go on from; the reason stands in the message.", "see the worker's log; restart it to replay from the chain"),
        new("STEE-E0203", ExitCodes.Configuration, "the enclave's folder cannot be used", "It does not hold an enclave program that describes itself.",
            "name the folder that eng/publish-enclave.sh made"),
        new("STEE-E0204", ExitCodes.Configuration, "a process of the network could not be started",
            "It ended, said something unexpected, or was not ready in time; its log says more.", "see its log"),
        new("STEE-E0205", ExitCodes.Refused, "the enclave's process ended, so the worker stopped",
            "It was killed, crashed, or sent what is no answer. Everything that was acknowledged is on disk or on the chain.",
            "see the worker's log, then start the worker again: nothing is lost"),
        new("STEE-E0206", ExitCodes.Refused, "the enclave stopped: the shard's keys belong to another enclave (provisioning_required)",
            "The shard's first enclave made its keys, and they are sealed to that enclave's platform; this one has others.",
            "start the worker with the data and platform of the shard's first enclave, or create a shard of its own"),
    ];
}
