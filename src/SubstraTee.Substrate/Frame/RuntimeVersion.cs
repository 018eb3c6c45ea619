using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Which runtime a chain runs.</summary>
/// <param name="SpecName">The runtime's name.</param>
/// <param name="ImplName">The implementation's name.</param>
/// <param name="AuthoringVersion">Version of the block authoring rules.</param>
/// <param name="SpecVersion">Version of the rules; metadata stays the same as long as it does.</param>
/// <param name="ImplVersion">Version of the implementation.</param>
/// <param name="Apis">The runtime APIs.</param>
/// <param name="TransactionVersion">Changes when the encoding of existing calls does.</param>
/// <param name="SystemVersion">
/// 0: old tries; 1: state trie of layout 1; 2 and more: the extrinsics root too. Formerly <c>state_version</c>.
/// </param>
[ScaleType("sp_version::RuntimeVersion", StructuralEquality = true)]
public sealed partial record RuntimeVersion(
    [ScaleCodec(typeof(Cow), nameof(Cow.Text)), ScaleName("spec_name", TypeName = "Cow<'static, str>")] string SpecName,
    [ScaleCodec(typeof(Cow), nameof(Cow.Text)), ScaleName("impl_name", TypeName = "Cow<'static, str>")] string ImplName,
    uint AuthoringVersion,
    uint SpecVersion,
    uint ImplVersion,
    [ScaleCodec(typeof(Cow), nameof(Cow.Apis)), ScaleName("apis", TypeName = "ApisVec")] ImmutableArray<RuntimeApiVersion> Apis,
    uint TransactionVersion,
    byte SystemVersion);
