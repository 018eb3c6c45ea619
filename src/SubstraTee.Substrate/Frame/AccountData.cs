using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What an account owns (<c>pallet_balances::types::AccountData&lt;u128&gt;</c>).</summary>
/// <param name="Free">What it may spend, apart from <paramref name="Frozen"/>.</param>
/// <param name="Reserved">What is set aside for others' use.</param>
/// <param name="Frozen">How much of the total may not leave the account.</param>
/// <param name="Flags">The pallet's own bits; the highest says that the account has the new logic.</param>
public readonly record struct AccountData(UInt128 Free, UInt128 Reserved, UInt128 Frozen, UInt128 Flags)
{
    /// <summary>The flags of an account that was never without the new logic.</summary>
    public static UInt128 NewLogic { get; } = UInt128.One << 127;

    /// <summary>How the data is encoded.</summary>
    public static ScaleCodec<AccountData> Codec { get; } = new AccountDataCodec();
}

internal sealed class AccountDataCodec() : NamedCodec<AccountData>("pallet_balances::types::AccountData")
{
    private static readonly ScaleCodec<UInt128> Flags = new ExtraFlagsCodec();

    public override int MinSize => 64;

    public override void Write(ScaleWriter writer, AccountData value)
    {
        writer.WriteU128(value.Free);
        writer.WriteU128(value.Reserved);
        writer.WriteU128(value.Frozen);
        writer.WriteU128(value.Flags);
    }

    public override AccountData Read(ref ScaleReader reader) =>
        new(reader.ReadU128(), reader.ReadU128(), reader.ReadU128(), reader.ReadU128());

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Composite(
    [
        Field(types, "free", Scale.U128, "Balance"),
        Field(types, "reserved", Scale.U128, "Balance"),
        Field(types, "frozen", Scale.U128, "Balance"),
        Field(types, "flags", Flags, "ExtraFlags"),
    ]);

    protected override ImmutableArray<TypeParameter> Parameters(TypeRegistryBuilder types) =>
        [new TypeParameter("Balance", Scale.U128.Describe(types))];

    private sealed class ExtraFlagsCodec() : NamedCodec<UInt128>("pallet_balances::types::ExtraFlags")
    {
        public override int MinSize => 16;

        public override void Write(ScaleWriter writer, UInt128 value) => writer.WriteU128(value);

        public override UInt128 Read(ref ScaleReader reader) => reader.ReadU128();

        protected override TypeDefinition Define(TypeRegistryBuilder types) =>
            new TypeDefinition.Composite([Field(types, null, Scale.U128, "u128")]);
    }
}
