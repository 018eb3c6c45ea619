using System.Globalization;

namespace SubstraTee.Wasm.Spec;

/// <summary>What a script has made so far: instances by name, and what later modules may import.</summary>
internal sealed class SpecSession
{
    private readonly Store _store;
    private readonly Linker _linker;
    private readonly Dictionary<string, Instance> _named = new(StringComparer.Ordinal);
    private Instance? _current;

    public SpecSession(Store store)
    {
        _store = store;
        _linker = SpecTestModule.CreateLinker(store);
    }

    public (string? Failure, string Outcome) Run(SpecCommand command)
    {
        switch (command.Kind)
        {
            case SpecCommandKind.Module:
                return Instantiate(command);
            case SpecCommandKind.Register:
                _linker.Define(command.As!, InstanceNamed(command.Name));
                return (null, "registered");
            case SpecCommandKind.AssertInvalid:
                return Refused(command, ModuleErrorKind.Invalid);
            case SpecCommandKind.AssertMalformed:
                return Refused(command, ModuleErrorKind.Malformed);
            case SpecCommandKind.AssertUnlinkable or SpecCommandKind.AssertUninstantiable:
                return NotInstantiated(command);
            default:
                return Act(command, command.Action!);
        }
    }

    private (string? Failure, string Outcome) Instantiate(SpecCommand command)
    {
        if (!Module.TryLoad(_store.Engine, command.Module.Span, out var module, out var error))
        {
            return ($"the module is refused: {error.Code}: {error}", error.ToString());
        }

        if (!_linker.TryInstantiate(_store, module, out var instance, out var reason))
        {
            return ($"the module cannot be instantiated: {reason.Code}: {reason}", reason.ToString());
        }

        _current = instance;
        if (command.Name is { } name)
        {
            _named[name] = instance;
        }

        return (null, "instantiated");
    }

    private (string? Failure, string Outcome) Refused(SpecCommand command, ModuleErrorKind kind)
    {
        if (Module.TryLoad(_store.Engine, command.Module.Span, out _, out var error))
        {
            return ($"the module is accepted, though: {command.Text}", "accepted");
        }

        return (error.Kind == kind ? null : $"refused as {error.Code} ({error}), expected: {command.Text}", error.ToString());
    }

    private (string? Failure, string Outcome) NotInstantiated(SpecCommand command)
    {
        if (!Module.TryLoad(_store.Engine, command.Module.Span, out var module, out var refusal))
        {
            return ($"the module is refused: {refusal}", refusal.ToString());
        }

        if (_linker.TryInstantiate(_store, module, out _, out var error))
        {
            return ($"the module is instantiated, though: {command.Text}", "instantiated");
        }

        var fits = command.Kind == SpecCommandKind.AssertUnlinkable
            ? error.Kind is InstantiationErrorKind.MissingImport or InstantiationErrorKind.IncompatibleImport
                && error.ToString().StartsWith(command.Text, StringComparison.Ordinal)
            : error.Trap is { } trap && SpecTexts.Fits(trap.Code, command.Text);
        return (fits ? null : $"{error}, expected: {command.Text}", error.ToString());
    }

    private (string? Failure, string Outcome) Act(SpecCommand command, SpecAction action)
    {
        if (!InstanceNamed(action.Module).TryGetExport(action.Field, out var export))
        {
            return ($"nothing is exported as '{action.Field}'", "");
        }

        if (!action.Invoke)
        {
            return Compare(command, [((Global)export).Value]);
        }

        var arguments = Array.ConvertAll([.. action.Arguments], SpecTexts.ToValue);
        if (((Function)export).TryInvoke(arguments, out var results, out var trap))
        {
            return command.Kind is SpecCommandKind.AssertTrap or SpecCommandKind.AssertExhaustion
                ? ($"it returned {Text(results)}, expected: {command.Text}", Text(results))
                : Compare(command, results);
        }

        var expected = command.Kind is SpecCommandKind.AssertTrap or SpecCommandKind.AssertExhaustion && SpecTexts.Fits(trap.Code, command.Text);
        return (expected ? null : $"trap: {trap}, expected: {(command.Text.Length > 0 ? command.Text : "no trap")}", $"trap {trap.Code}");
    }

    private static (string? Failure, string Outcome) Compare(SpecCommand command, Value[] results)
    {
        var same = command.Kind == SpecCommandKind.Action
            || (results.Length == command.Expected.Length && results.Zip(command.Expected).All(pair => SpecTexts.Matches(pair.First, pair.Second)));
        var wanted = string.Join(", ", command.Expected.Select(value => $"{value.Type}:{value.Text}"));
        return (same ? null : $"it returned {Text(results)}, expected: {wanted}", Text(results));
    }

    private static string Text(Value[] results) => string.Join(
        ", ",
        results.Select(value => value.Type is ValueKind.FuncRef or ValueKind.ExternRef
            ? value.ToString()
            : $"{value.Type}:{value.Bits.ToString(CultureInfo.InvariantCulture)}"));

    private Instance InstanceNamed(string? name) =>
        (name is null ? _current : _named.GetValueOrDefault(name)) ?? throw new FormatException($"the script has no instance '{name}' yet");
}
