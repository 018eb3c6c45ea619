using SubstraTee.Testing;
using SubstraTee.Wasm.Spec;

namespace SubstraTee.Wasm.Tests;

/// <summary>The suite's modules, before anything of them runs.</summary>
public class SpecValidationTests
{
    [VectorFact]
    public void The_suites_modules_are_accepted_or_refused_as_it_says_Row58()
    {
        var engine = new Engine();
        var wrong = new List<string>();
        var counted = 0;
        foreach (var script in SpecScript.LoadFolder(Vectors.PathOf("wasm-spec/tests")))
        {
            foreach (var command in script.Commands.Where(command => command.Action is null && command.Kind != SpecCommandKind.Register))
            {
                counted++;
                Module.TryLoad(engine, command.Module.Span, out _, out var error);
                ModuleErrorKind? expected = command.Kind switch
                {
                    SpecCommandKind.AssertInvalid => ModuleErrorKind.Invalid,
                    SpecCommandKind.AssertMalformed => ModuleErrorKind.Malformed,
                    _ => null,
                };
                if (error?.Kind != expected)
                {
                    wrong.Add($"{script.Name}:{command.Line} {command.Kind} '{command.Text}': {error}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(1121 + 1477 + 719 + 83 + 34, counted);
    }
}
