namespace SubstraTee.Enclave.Protocol;

/// <summary>What a frame between worker and enclave carries.</summary>
public enum FrameKind : byte
{
    /// <summary>An input, worker to enclave.</summary>
    Input = 1,

    /// <summary>The last or only effects of an input, enclave to worker.</summary>
    Effects = 2,

    /// <summary>A refusal of a frame, enclave to worker.</summary>
    Fault = 3,

    /// <summary>Effects of an input that more frames with effects follow for, enclave to worker.</summary>
    EffectsContinued = 4,
}
