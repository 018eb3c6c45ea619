using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What <c>System.Account</c> holds (<c>frame_system::AccountInfo&lt;u32, AccountData&gt;</c>).</summary>
/// <param name="Nonce">The number of the account's next transaction.</param>
/// <param name="Consumers">How many modules need the account to stay.</param>
/// <param name="Providers">How many modules let it exist.</param>
/// <param name="Sufficients">How many modules let it exist for their own purposes only.</param>
/// <param name="Data">Its balances.</param>
public readonly record struct AccountInfo(uint Nonce, uint Consumers, uint Providers, uint Sufficients, AccountData Data)
{
    /// <summary>How the information is encoded.</summary>
    public static ScaleCodec<AccountInfo> Codec { get; } = new AccountInfoCodec();
}

internal sealed class AccountInfoCodec() : NamedCodec<AccountInfo>("frame_system::AccountInfo")
{
    public override int MinSize => 80;

    public override void Write(ScaleWriter writer, AccountInfo value)
    {
        writer.WriteU32(value.Nonce);
        writer.WriteU32(value.Consumers);
        writer.WriteU32(value.Providers);
        writer.WriteU32(value.Sufficients);
        AccountData.Codec.Write(writer, value.Data);
    }

    public override AccountInfo Read(ref ScaleReader reader) => new(
        reader.ReadU32(), reader.ReadU32(), reader.ReadU32(), reader.ReadU32(), AccountData.Codec.Read(ref reader));

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Composite(
    [
        Field(types, "nonce", Scale.U32, "Nonce"),
        Field(types, "consumers", Scale.U32, "RefCount"),
        Field(types, "providers", Scale.U32, "RefCount"),
        Field(types, "sufficients", Scale.U32, "RefCount"),
        Field(types, "data", AccountData.Codec, "AccountData"),
    ]);

    protected override ImmutableArray<TypeParameter> Parameters(TypeRegistryBuilder types) =>
    [
        new TypeParameter("Nonce", Scale.U32.Describe(types)),
        new TypeParameter("AccountData", AccountData.Codec.Describe(types)),
    ];
}
