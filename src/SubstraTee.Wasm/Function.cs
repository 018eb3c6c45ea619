using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm;

/// <summary>A function of an instance or of the host, in a store.</summary>
public sealed unsafe partial class Function : Extern, IEquatable<Function>
{
    /// <summary>A function of the host, to be given to instances of the store.</summary>
    public Function(Store store, HostFunction function)
        : base(store)
    {
        Record = (FunctionRecord*)store.Allocate(sizeof(FunctionRecord));
        store.InitializeFunction(Record, function);
        FunctionType = function.Type;
    }

    internal Function(Store store, FunctionRecord* record)
        : base(store)
    {
        Record = record;
        FunctionType = record->Instance->Number < 0
            ? store.HostFunctionOf(record).Type
            : store.InstanceOf(record->Instance).Module.Content.Functions[record->Number].Type;
    }

    /// <summary>What it takes and gives.</summary>
    public FunctionType FunctionType { get; }

    /// <inheritdoc/>
    public override ExternType Type => new ExternType.OfFunction(FunctionType);

    internal FunctionRecord* Record { get; }

    /// <summary>Calls it; a trap comes as a value.</summary>
    /// <returns>False when the call trapped; what it did until then stays done.</returns>
    /// <exception cref="ArgumentException">The arguments are not those that the function takes.</exception>
    public bool TryInvoke(
        ReadOnlySpan<Value> arguments, [NotNullWhen(true)] out Value[]? results, [NotNullWhen(false)] out Trap? trap)
    {
        try
        {
            results = Invoke(arguments);
            trap = null;
            return true;
        }
        catch (WasmTrapException exception)
        {
            results = null;
            trap = exception.Trap;
            return false;
        }
    }

    /// <summary>Calls it.</summary>
    /// <exception cref="WasmTrapException">The call trapped; what it did until then stays done.</exception>
    /// <exception cref="ArgumentException">The arguments are not those that the function takes.</exception>
    public Value[] Invoke(params ReadOnlySpan<Value> arguments)
    {
        var parameters = FunctionType.Parameters;
        if (arguments.Length != parameters.Length)
        {
            throw new ArgumentException($"{arguments.Length} arguments for a function of type {FunctionType}", nameof(arguments));
        }

        var slots = Store.Context->StackPointer;
        for (var i = 0; i < arguments.Length; i++)
        {
            slots[i] = arguments[i].Type == parameters[i]
                ? arguments[i].ToSlot(Store)
                : throw new ArgumentException($"argument {i} is {arguments[i]}, the function takes {FunctionType}", nameof(arguments));
        }

        Call();
        var results = new Value[FunctionType.Results.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Value.FromSlot(Store, FunctionType.Results[i], slots[i]);
        }

        GC.KeepAlive(Store);
        return results;
    }

    /// <summary>Whether both are the same function of the same store.</summary>
    public bool Equals(Function? other) => other is not null && Record == other.Record && Store == other.Store;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Function);

    /// <inheritdoc/>
    public override int GetHashCode() => ((nint)Record).GetHashCode();

    internal void Call()
    {
        using var call = new OuterCall(Store);
        call.Call(Record);
    }
}
