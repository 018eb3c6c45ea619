using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace SubstraTee.Wasm.Compiled;

/// <summary>Writes one method: its code with labels, its local variables, and the tokens of what it calls.</summary>
/// <remarks>
/// Methods are <see cref="DynamicMethod"/>s, each collected by itself, and compiled to optimized code at once. They are not
/// verified by the runtime: what is written here must be right by construction.
/// </remarks>
[RequiresDynamicCode("Generates code.")]
internal sealed class MethodWriter
{
    private readonly DynamicMethod _method;
    private readonly DynamicILInfo _info;
    private readonly List<byte> _localTypes = [];
    private readonly Stack<int>?[] _free = new Stack<int>?[IlTypes.Count];
    private readonly List<int> _labels = [];
    private int _blockStart;
    private readonly List<(int At, int Base, int Label)> _branches = [];
    private readonly Dictionary<RuntimeMethodHandle, int> _methodTokens = [];
    private readonly Dictionary<byte[], int> _signatureTokens = [];

    public MethodWriter(string name, byte result, ReadOnlySpan<byte> parameters)
    {
        var types = new Type[parameters.Length];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = IlTypes.ToClr(parameters[i]);
        }

        _method = new DynamicMethod(name, IlTypes.ToClr(result), types, typeof(MethodWriter).Module, skipVisibility: true);
        _info = _method.GetDynamicILInfo();
    }

    public IlBuffer Code { get; } = new();

    /// <summary>Local variables there are.</summary>
    public int LocalCount => _localTypes.Count;

    /// <summary>Basic blocks: places that can be branched to, and instructions after branches.</summary>
    public int BlockCount { get; private set; } = 1;

    /// <summary>A local variable for the whole method, zero at first.</summary>
    public int DeclareLocal(byte type)
    {
        _localTypes.Add(type);
        return _localTypes.Count - 1;
    }

    /// <summary>A local variable for a while.</summary>
    public int Rent(byte type) => _free[type] is { Count: > 0 } free ? free.Pop() : DeclareLocal(type);

    /// <summary>Ends the use of a local variable.</summary>
    public void Release(int local) => (_free[_localTypes[local]] ??= new Stack<int>()).Push(local);

    public int NewLabel()
    {
        _labels.Add(-1);
        return _labels.Count - 1;
    }

    public void Mark(int label)
    {
        BeginBlock();
        _labels[label] = Code.Length;
    }

    public void Branch(IlOp op, int label)
    {
        Code.Op(op, 0);
        _branches.Add((Code.Length - sizeof(int), Code.Length, label));
        BeginBlock();
    }

    public void Switch(ReadOnlySpan<int> labels)
    {
        Code.Op(IlOp.Switch, labels.Length);
        var after = Code.Length + (labels.Length * sizeof(int));
        foreach (var label in labels)
        {
            _branches.Add((Code.Length, after, label));
            Code.Int32(0);
        }

        BeginBlock();
    }

    public void Call(RuntimeMethodHandle method) => Call(Code, method);

    /// <summary>A call in a buffer whose bytes become part of the method's code.</summary>
    public void Call(IlBuffer code, RuntimeMethodHandle method)
    {
        if (!_methodTokens.TryGetValue(method, out var token))
        {
            token = _info.GetTokenFor(method);
            _methodTokens.Add(method, token);
        }

        code.Op(IlOp.Call, token);
    }

    /// <summary>A call of the address on top of the stack; the signature's array stands for itself.</summary>
    public void CallIndirect(byte[] signature)
    {
        if (!_signatureTokens.TryGetValue(signature, out var token))
        {
            token = _info.GetTokenFor(signature);
            _signatureTokens.Add(signature, token);
        }

        Code.Op(IlOp.CallIndirect, token);
    }

    /// <summary>Has the runtime compile the method.</summary>
    public MachineCode Finish(int maxStack)
    {
        foreach (var (at, after, label) in _branches)
        {
            Code.Patch(at, _labels[label] - after);
        }

        var signature = new byte[_localTypes.Count + 5];
        signature[0] = 0x07;
        var length = 1 + WriteCompressed(signature.AsSpan(1), _localTypes.Count);
        _localTypes.CopyTo(signature, length);
        _info.SetLocalSignature(signature[..(length + _localTypes.Count)]);
        _info.SetCode(Code.Bytes.ToArray(), maxStack);
        return new MachineCode(_method);
    }

    private void BeginBlock()
    {
        if (Code.Length > _blockStart)
        {
            _blockStart = Code.Length;
            BlockCount++;
        }
    }

    /// <summary>A number as signatures have it (ECMA-335, II.23.2).</summary>
    public static int WriteCompressed(Span<byte> to, int value)
    {
        if (value < 0x80)
        {
            to[0] = (byte)value;
            return 1;
        }

        if (value >= 0x4000)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "more than a method may have");
        }

        to[0] = (byte)(0x80 | (value >> 8));
        to[1] = (byte)value;
        return 2;
    }
}
