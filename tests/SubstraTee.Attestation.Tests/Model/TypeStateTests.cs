using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SubstraTee.Attestation.Tests.Model;

/// <summary>Row 16 of the fault list: what must not compile, compiled.</summary>
public class TypeStateTests
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    [Fact]
    public void Claims_are_reached_through_a_verified_verdict() =>
        Assert.Empty(Errors("""
            static string Use(Verdict verdict) => verdict switch
            {
                Verdict.Verified { Evidence: var evidence } => evidence.Measurement.ToString() + evidence.ReportData.Length,
                Verdict.Refused refused => refused.Reason.Code(),
                _ => verdict.Text,
            };
            """));

    [Theory]
    [InlineData("static object Use(Verdict verdict) => verdict.Evidence;", "CS1061")]
    [InlineData("static object Use(Verdict.Refused verdict) => verdict.Evidence;", "CS1061")]
    [InlineData("static object Use(Verdict.SignatureOnly verdict) => verdict.Evidence;", "CS1061")]
    [InlineData("static object Use(Verdict.Decoded verdict) => verdict.Measurement;", "CS1061")]
    [InlineData("static Verdict.Verified Use(Verdict.SignatureOnly verdict) => (Verdict.Verified)verdict;", "CS0030")]
    [InlineData("static Verdict.Verified Use(Verdict.Decoded verdict) => verdict as Verdict.Verified;", "CS0039")]
    [InlineData("static VerifiedEvidence Use() => new VerifiedEvidence();", "CS1729")]
    [InlineData("static VerifiedEvidence Use() => new VerifiedEvidence(null, AnchorClass.Production, default);", "CS1729")]
    [InlineData("static VerifiedEvidence Use(VerifiedEvidence one) => one with { Debug = false };", "CS8858")]
    [InlineData("static void Use(VerifiedEvidence one) => one.Debug = false;", "CS0200")]
    [InlineData("static Verdict Use(VerifiedEvidence one) => new Verdict.Verified(one, Diagnostics.Empty);", "CS1729")]
    [InlineData("static VerifiedEvidence Use() => default(VerifiedEvidence)!.Forget; ", "CS1061")]
    [InlineData("sealed class Mine : Verdict { public override string Text => \"verified\"; }", "CS1729")]
    [InlineData("sealed class Mine : EvidenceClaims;", "CS0122")]
    public void Claims_are_reached_in_no_other_way_Row16(string source, string error) => Assert.Contains(error, Errors(source));

    private static IEnumerable<string> Errors(string member) =>
        CSharpCompilation.Create(
            "SomebodyElse",
            [CSharpSyntaxTree.ParseText($"using SubstraTee.Attestation; class Sample {{ {member} }}", new CSharpParseOptions(LanguageVersion.CSharp13))],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
        .GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => one.Id);
}
