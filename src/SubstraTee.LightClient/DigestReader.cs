using SubstraTee.Substrate;

namespace SubstraTee.LightClient;

/// <summary>Finds what a header says to GRANDPA about its voters.</summary>
internal static class DigestReader
{
    public static LightClientFault Read(BlockHeader header, out GrandpaScheduledChange? change)
    {
        change = null;
        foreach (var item in header.Digest)
        {
            if (item is not DigestItem.Consensus message || message.Engine != ConsensusEngineId.Grandpa)
            {
                continue;
            }

            if (!GrandpaConsensusLog.Codec.TryDecode(message.Data.AsSpan(), out var log, out _))
            {
                return LightClientFault.BadDigest;
            }

            switch (log)
            {
                case GrandpaConsensusLog.ForcedChange:
                    return LightClientFault.ForcedChange;
                case GrandpaConsensusLog.ScheduledChange when change is not null:
                    return LightClientFault.InvalidChange;
                case GrandpaConsensusLog.ScheduledChange scheduled:
                    change = scheduled.Change;
                    break;
            }
        }

        return LightClientFault.None;
    }
}
