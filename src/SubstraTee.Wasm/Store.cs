using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

/// <summary>Where instances live, with all that they share and can give each other: memories, tables, globals, functions, fuel.</summary>
/// <remarks>
/// May be used by one thread at a time, not always the same. Everything of a store lives until the store is disposed (or no
/// longer reachable); afterwards nothing of it may be used. Stores are cheap: whoever wants a fresh instance for each call
/// takes a store for each.
/// </remarks>
public sealed unsafe class Store : IDisposable
{
    // A store's reservation: the context; the value stack, with room for the arguments of one call from outside behind the
    // units of the call stack; and small records.
    private const int ContextBytes = 4096;
    private const int ValueStackBytes = (FuelSchedule.CallStackUnits + 4096) * sizeof(ulong);
    private const int RecordBytes = 256 << 10;

    private readonly Reservation _reservation;
    private readonly List<NativeBlock> _blocks = [];
    private readonly List<(nint Record, Reservation Reservation, MemoryType Type)> _memories = [];
    private readonly List<(NativeBlock Elements, TableType Type)> _tables = [];
    private readonly List<Instance> _instances = [];
    private readonly List<HostFunction> _hostFunctions = [];
    private readonly List<object> _externs = [];
    private readonly Dictionary<object, int> _externNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly StoreContext* _context;
    private InstanceContext* _host;
    private int _recordsUsed;
    private bool _disposed;

    /// <summary>A store without instances.</summary>
    public Store(Engine engine, StoreLimits? limits = null)
    {
        Engine = engine;
        Limits = limits ?? StoreLimits.Default;
        _reservation = engine.Reservations.Take(ContextBytes + ValueStackBytes + RecordBytes);
        _context = (StoreContext*)_reservation.Address;
        *_context = new StoreContext
        {
            Fuel = long.MaxValue,
            StackUnits = FuelSchedule.CallStackUnits,
            StackPointer = (ulong*)(_reservation.Address + ContextBytes),
            Handle = _reservation.HandleTo(this),
        };
    }

    /// <summary>The engine of all its modules.</summary>
    public Engine Engine { get; }

    /// <summary>How much its instances may have.</summary>
    public StoreLimits Limits { get; }

    /// <summary>Fuel left for execution; <see cref="long.MaxValue"/>, practically endless, unless it is set.</summary>
    /// <exception cref="InvalidOperationException">The engine does not count fuel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than nothing.</exception>
    public long Fuel
    {
        get => Math.Max(0, Context->Fuel);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Context->Fuel = Engine.Options.Metered
                ? value
                : throw new InvalidOperationException("the engine does not count fuel; make one with EngineOptions.Metered");
        }
    }

    internal StoreContext* Context
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _context;
        }
    }

    /// <summary>Whether a call is under way, as in a function of the host.</summary>
    internal bool IsInCall => Context->StackUnits != FuelSchedule.CallStackUnits;

    /// <summary>Stands for the host where an instance is expected.</summary>
    internal InstanceContext* Host
    {
        get
        {
            if (_host is null)
            {
                _host = (InstanceContext*)Allocate(sizeof(InstanceContext));
                *_host = new InstanceContext { Store = Context, Number = -1 };
            }

            return _host;
        }
    }

    /// <summary>Ends the store and all that lives in it; gives its memory back to the engine.</summary>
    /// <exception cref="InvalidOperationException">A call is under way, as in a function of the host.</exception>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        if (IsInCall)
        {
            throw new InvalidOperationException("the store cannot be disposed by a call of its own");
        }

        _disposed = true;
        foreach (var (address, reservation, _) in _memories)
        {
            Engine.Reservations.Return(reservation, 0, (nuint)((MemoryRecord*)address)->Length);
        }

        foreach (var (elements, _) in _tables)
        {
            elements.Dispose();
        }

        foreach (var block in _blocks)
        {
            block.Dispose();
        }

        // Nothing on the value stack is ever read before it is written, so it may come back as it is; the context is set anew.
        Engine.Reservations.Return(_reservation, ContextBytes + ValueStackBytes, (nuint)_recordsUsed);
    }

    /// <summary>The store that running code belongs to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Store Of(InstanceContext* instance) =>
        Unsafe.As<Store>(GCHandle.FromIntPtr(instance->Store->Handle).Target!);

    internal Instance InstanceOf(InstanceContext* context) => _instances[context->Number];

    /// <summary>The type that a memory was made with.</summary>
    internal MemoryType TypeOf(MemoryRecord* record) => _memories[record->Number].Type;

    /// <summary>The type that a table was made with.</summary>
    internal TableType TypeOf(TableRecord* record) => _tables[record->Number].Type;

    internal HostFunction HostFunctionOf(FunctionRecord* record) => _hostFunctions[record->Number];

    internal int Add(Instance instance)
    {
        _instances.Add(instance);
        return _instances.Count - 1;
    }

    internal bool HasRoomForInstance => _instances.Count < Limits.MaxInstances;

    internal bool HasRoomForTables(int count) => _tables.Count + count <= Limits.MaxTables;

    internal bool HasRoomForMemory => _memories.Count < Limits.MaxMemories;

    /// <summary>Zeroed native memory that lives as long as the store.</summary>
    internal void* Allocate(long bytes)
    {
        bytes = (bytes + 15) & ~15;
        if (bytes <= RecordBytes - _recordsUsed)
        {
            var record = _reservation.Address + ContextBytes + ValueStackBytes + _recordsUsed;
            _recordsUsed += (int)bytes;
            return record;
        }

        var block = new NativeBlock((nuint)bytes);
        _blocks.Add(block);
        return block.Address;
    }

    /// <summary>Makes a memory of a type that fits into the limits; the record lives as long as the store.</summary>
    internal void InitializeMemory(MemoryRecord* record, MemoryType type)
    {
        var cap = MemoryCap(type);
        // At least a page, so that an empty memory has a base like any other.
        var reservation = Engine.Reservations.Take((nuint)Math.Max(cap, 1) * MemoryType.PageSize);
        record->Base = reservation.Address;
        record->Length = (ulong)type.MinimumPages * MemoryType.PageSize;
        record->CapPages = cap;
        record->Number = _memories.Count;
        _memories.Add(((nint)record, reservation, type));
    }

    /// <summary>Pages that a memory of the type may have in this store.</summary>
    internal uint MemoryCap(MemoryType type) =>
        (uint)Math.Min(type.MaximumPages ?? MemoryType.PageLimit, Math.Min(Limits.MaxMemoryBytes / MemoryType.PageSize, MemoryType.PageLimit));

    /// <summary>Makes a table of a type that fits into the limits, filled with null; the record lives as long as the store.</summary>
    internal void InitializeTable(TableRecord* record, TableType type)
    {
        var elements = new NativeBlock((nuint)type.Minimum * sizeof(ulong));
        record->Elements = (ulong*)elements.Address;
        record->Length = type.Minimum;
        record->Cap = TableCap(type);
        record->Number = _tables.Count;
        _tables.Add((elements, type));
    }

    /// <summary>Gives a table room for more elements; the old ones are copied.</summary>
    internal void MakeRoom(TableRecord* record, uint length)
    {
        var (old, type) = _tables[record->Number];
        if ((nuint)length * sizeof(ulong) <= old.Bytes)
        {
            return;
        }

        // Twice as much as before, so that growing one by one does not copy everything each time.
        var room = Math.Max(length, Math.Min(record->Cap, (ulong)record->Length * 2));
        var elements = new NativeBlock((nuint)room * sizeof(ulong));
        new Span<ulong>(record->Elements, (int)record->Length).CopyTo(new Span<ulong>(elements.Address, (int)length));
        record->Elements = (ulong*)elements.Address;
        _tables[record->Number] = (elements, type);
        old.Dispose();
    }

    /// <summary>Elements that a table of the type may have in this store.</summary>
    internal uint TableCap(TableType type) => (uint)Math.Min(type.Maximum ?? uint.MaxValue, (uint)Limits.MaxTableElements);

    /// <summary>A record for a function of the host.</summary>
    internal void InitializeFunction(FunctionRecord* record, HostFunction function)
    {
        *record = new FunctionRecord
        {
            Entry = &HostFunction.Enter,
            Instance = Host,
            Signature = function.SignatureIn(Engine).Number,
            Number = _hostFunctions.Count,
            Heat = int.MaxValue,
        };
        _hostFunctions.Add(function);
    }

    /// <summary>The slot that stands for an object of the host; 0 for null.</summary>
    internal ulong SlotOf(object? value)
    {
        if (value is null)
        {
            return 0;
        }

        if (!_externNumbers.TryGetValue(value, out var number))
        {
            _externs.Add(value);
            number = _externs.Count;
            _externNumbers.Add(value, number);
        }

        return (ulong)number;
    }

    /// <summary>The object that a slot stands for.</summary>
    internal object? ExternOf(ulong slot) => slot == 0 ? null : _externs[(int)slot - 1];

    /// <summary>The function that a slot of a reference stands for.</summary>
    internal Function? FunctionOf(ulong slot) => slot == 0 ? null : new Function(this, (FunctionRecord*)slot);
}
