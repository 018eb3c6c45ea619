using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm.Compiled;

/// <summary>What all compiled functions of a type share: how they are called, and the ways from and to other tiers.</summary>
/// <remarks>
/// The convention of compiled code, in which <see cref="FunctionRecord.Typed"/> is called: the record itself, units of the
/// call stack that are left, and the arguments; the first result comes back as such, further ones in the value stack's free
/// slots, each at its number. Fuel is in the store's context. The record stands for the instance too, which lies at a
/// distance from it that the function knows.
/// </remarks>
[RequiresDynamicCode("Generates code.")]
internal sealed class SignatureCode
{
    /// <summary>Arguments before those of the function.</summary>
    public const int HiddenArguments = 2;

    private readonly FunctionType _type;
    private MachineCode? _enter;
    private MachineCode? _leave;

    private SignatureCode(FunctionType type)
    {
        _type = type;
        Call = CallOf(type);
    }

    /// <summary>The convention, as calls name it.</summary>
    public byte[] Call { get; }

    /// <summary>An <see cref="FunctionRecord.Entry"/> that goes on to <see cref="FunctionRecord.Typed"/>.</summary>
    public nint Enter => (Volatile.Read(ref _enter) ?? Keep(ref _enter, AdapterWriter.Enter(_type, Call))).Address;

    /// <summary>A <see cref="FunctionRecord.Typed"/> that goes on to <see cref="FunctionRecord.Entry"/>.</summary>
    public nint Leave => (Volatile.Read(ref _leave) ?? Keep(ref _leave, AdapterWriter.Leave(_type, Call))).Address;

    /// <summary>What functions of a type share; it lives as long as the signature.</summary>
    public static SignatureCode Of(Signature signature)
    {
        if (Volatile.Read(ref signature.Compiled) is not { } known)
        {
            var made = new SignatureCode(signature.Type);
            known = Interlocked.CompareExchange(ref signature.Compiled, made, null) ?? made;
        }

        return known;
    }

    /// <summary>Types of a compiled function's arguments.</summary>
    public static byte[] ArgumentsOf(FunctionType type) =>
        [IlTypes.Int64, IlTypes.Int64, .. type.Parameters.Select(IlTypes.Of)];

    /// <summary>The convention as a signature that stands alone (ECMA-335, II.23.2.3).</summary>
    public static byte[] CallOf(FunctionType type)
    {
        var arguments = ArgumentsOf(type);
        var signature = new byte[arguments.Length + 4];
        var length = 1 + MethodWriter.WriteCompressed(signature.AsSpan(1), arguments.Length);
        signature[length++] = IlTypes.OfResult(type);
        arguments.CopyTo(signature, length);
        return signature[..(length + arguments.Length)];
    }

    // Whichever thread comes first: an address that was given out stays valid.
    private static MachineCode Keep(ref MachineCode? place, MachineCode made) => Interlocked.CompareExchange(ref place, made, null) ?? made;
}
