using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What <c>System.LastRuntimeUpgrade</c> holds.</summary>
/// <param name="SpecVersion">The version of the runtime's rules.</param>
/// <param name="SpecName">The runtime's name.</param>
[ScaleType("frame_system::LastRuntimeUpgradeInfo")]
public sealed partial record LastRuntimeUpgradeInfo(
    [Compact, ScaleName("spec_version", TypeName = "codec::Compact<u32>")] uint SpecVersion,
    [ScaleCodec(typeof(Cow), nameof(Cow.Text)), ScaleName("spec_name", TypeName = "Cow<'static, str>")] string SpecName);
