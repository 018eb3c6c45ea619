using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Why a transaction is not valid, or cannot be judged (<c>TransactionValidityError</c>).</summary>
/// <param name="IsUnknown">True when it cannot be judged: then <see cref="Unknown"/> says why, else <see cref="Invalid"/>.</param>
/// <param name="Kind">The variant's index.</param>
/// <param name="CustomCode">The code of a custom reason; else 0.</param>
public readonly record struct TransactionValidityError(bool IsUnknown, byte Kind, byte CustomCode)
{
    /// <summary>How the error is encoded.</summary>
    public static ScaleCodec<TransactionValidityError> Codec { get; } = new TransactionValidityErrorCodec();

    /// <summary>Why it is not valid.</summary>
    public InvalidTransaction Invalid => (InvalidTransaction)Kind;

    /// <summary>Why it cannot be judged.</summary>
    public UnknownTransaction Unknown => (UnknownTransaction)Kind;

    /// <summary>A transaction that is not valid.</summary>
    public static TransactionValidityError Of(InvalidTransaction reason, byte customCode = 0) => new(false, (byte)reason, customCode);

    /// <summary>A transaction that cannot be judged.</summary>
    public static TransactionValidityError Of(UnknownTransaction reason, byte customCode = 0) => new(true, (byte)reason, customCode);

    /// <summary>The reason in the words a Substrate node gives to its clients.</summary>
    public override string ToString() => IsUnknown
        ? Unknown switch
        {
            UnknownTransaction.CannotLookup => "Could not lookup information required to validate the transaction",
            UnknownTransaction.NoUnsignedValidator => "Could not find an unsigned validator for the unsigned transaction",
            _ => $"Custom error: {CustomCode}",
        }
        : Invalid switch
        {
            InvalidTransaction.Call => "Transaction call is not expected",
            InvalidTransaction.Payment => "Inability to pay some fees (e.g. account balance too low)",
            InvalidTransaction.Future => "Transaction will be valid in the future",
            InvalidTransaction.Stale => "Transaction is outdated",
            InvalidTransaction.BadProof => "Transaction has a bad signature",
            InvalidTransaction.AncientBirthBlock => "Transaction has an ancient birth block",
            InvalidTransaction.ExhaustsResources => "Transaction would exhaust the block limits",
            InvalidTransaction.BadMandatory => "A call was labelled as mandatory, but resulted in an Error.",
            InvalidTransaction.MandatoryValidation => "Transaction dispatch is mandatory; transactions must not be validated.",
            InvalidTransaction.BadSigner => "Invalid signing address",
            InvalidTransaction.IndeterminateImplicit => "The implicit data was unable to be calculated",
            InvalidTransaction.UnknownOrigin => "The transaction extension did not authorize any origin",
            _ => $"Custom error: {CustomCode}",
        };
}

internal sealed class TransactionValidityErrorCodec()
    : NamedCodec<TransactionValidityError>("sp_runtime::transaction_validity::TransactionValidityError")
{
    public override int MinSize => 2;

    public override void Write(ScaleWriter writer, TransactionValidityError value)
    {
        writer.WriteBool(value.IsUnknown);
        writer.WriteByte(value.Kind);
        if (HasCode(value.IsUnknown, value.Kind))
        {
            writer.WriteByte(value.CustomCode);
        }
    }

    public override TransactionValidityError Read(ref ScaleReader reader)
    {
        var unknown = reader.ReadBool();
        var kind = reader.ReadByte();
        if (kind > (unknown ? (byte)UnknownTransaction.Custom : (byte)InvalidTransaction.UnknownOrigin))
        {
            throw reader.Fault(ScaleFault.UnknownVariant);
        }

        return new TransactionValidityError(unknown, kind, HasCode(unknown, kind) ? reader.ReadByte() : (byte)0);
    }

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Variant(
    [
        Variant("Invalid", 0, new TypeField(null, Reasons<InvalidTransaction>(types, (byte)InvalidTransaction.Custom), "InvalidTransaction")),
        Variant("Unknown", 1, new TypeField(null, Reasons<UnknownTransaction>(types, (byte)UnknownTransaction.Custom), "UnknownTransaction")),
    ]);

    private static bool HasCode(bool unknown, byte kind) =>
        kind == (unknown ? (byte)UnknownTransaction.Custom : (byte)InvalidTransaction.Custom);

    private static uint Reasons<T>(TypeRegistryBuilder types, byte custom)
        where T : struct, Enum
    {
        var path = $"sp_runtime::transaction_validity::{typeof(T).Name}";
        return types.Add(path, inner => PortableType.Named(path, new TypeDefinition.Variant(
        [
            .. Enum.GetNames<T>().Select((name, index) => index == custom
                ? Variant(name, (byte)index, Field(inner, null, Scale.U8, "u8"))
                : Variant(name, (byte)index)),
        ])));
    }
}
