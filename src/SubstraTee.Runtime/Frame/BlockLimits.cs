using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>How much a block may weigh.</summary>
[ScaleType("frame_system::limits::BlockWeights")]
internal sealed partial record BlockWeights(Weight BaseBlock, Weight MaxBlock, PerDispatchClass<WeightsPerClass> PerClass);

/// <summary>How much the extrinsics of one class may weigh.</summary>
[ScaleType("frame_system::limits::WeightsPerClass")]
internal sealed partial record WeightsPerClass(Weight BaseExtrinsic, Weight? MaxExtrinsic, Weight? MaxTotal, Weight? Reserved);

/// <summary>How many bytes of extrinsics a block may have.</summary>
[ScaleType("frame_system::limits::BlockLength")]
internal sealed partial record BlockLength(PerDispatchClass<uint> Max);

/// <summary>What one access to the state weighs.</summary>
[ScaleType("sp_weights::RuntimeDbWeight")]
internal sealed partial record RuntimeDbWeight(ulong Read, ulong Write);
