using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Testing;

namespace SubstraTee.Substrate.Tests;

/// <summary>The C# types describe themselves as the types of the same path in a live runtime's metadata.</summary>
public class FrameTypeDescriptionTests
{
    private static readonly IScaleCodec[] Codecs =
    [
        MultiAddress.Codec,
        MultiSignature.Codec,
        Era.Codec,
        AccountInfo.Codec,
        RuntimeVersion.Codec,
        DispatchError.Codec,
        DispatchInfo.Codec,
        Phase.Codec,
        LastRuntimeUpgradeInfo.Codec,
        TransactionValidityError.Codec,
        BlockHeader.Codec,
    ];

    [VectorFact]
    public void Types_are_described_as_in_a_live_runtime()
    {
        var live = Sample.Metadata("metadata-integritee-itp").Types;
        var builder = new TypeRegistryBuilder();
        var numbers = Codecs.Select(codec => codec.Describe(builder)).ToList();
        var ours = builder.Build();

        foreach (var number in numbers)
        {
            var path = ours[(int)number].Path;
            var theirs = Enumerable.Range(0, live.Length).First(i => live[i].Path.SequenceEqual(path, StringComparer.Ordinal));
            Compare(ours, number, live, (uint)theirs, string.Join("::", path));
        }
    }

    private static void Compare(ImmutableArray<PortableType> ours, uint mine, ImmutableArray<PortableType> live, uint theirs, string where)
    {
        var (a, b) = (ours[(int)mine], live[(int)theirs]);
        Assert.True(a.Path.SequenceEqual(b.Path, StringComparer.Ordinal), $"{where}: {string.Join("::", a.Path)} is {string.Join("::", b.Path)}");
        Assert.True(a.Definition.GetType() == b.Definition.GetType(), $"{where}: {a.Definition.GetType().Name} is {b.Definition.GetType().Name}");
        Assert.Equal(b.Parameters.Select(p => (p.Name, p.Type.HasValue)), a.Parameters.Select(p => (p.Name, p.Type.HasValue)));
        foreach (var (x, y) in a.Parameters.Zip(b.Parameters).Where(pair => pair.First.Type.HasValue))
        {
            Compare(ours, x.Type!.Value, live, y.Type!.Value, $"{where}<{x.Name}>");
        }

        switch (a.Definition, b.Definition)
        {
            case (TypeDefinition.Composite x, TypeDefinition.Composite y):
                CompareFields(ours, x.Fields, live, y.Fields, where);
                break;
            case (TypeDefinition.Variant x, TypeDefinition.Variant y):
                Assert.Equal(y.Variants.Select(v => (v.Name, v.Index)), x.Variants.Select(v => (v.Name, v.Index)));
                foreach (var (v, w) in x.Variants.Zip(y.Variants))
                {
                    CompareFields(ours, v.Fields, live, w.Fields, $"{where}::{v.Name}");
                }

                break;
            case (TypeDefinition.Sequence x, TypeDefinition.Sequence y):
                Compare(ours, x.Item, live, y.Item, $"{where}[]");
                break;
            case (TypeDefinition.Array x, TypeDefinition.Array y):
                Assert.Equal(y.Length, x.Length);
                Compare(ours, x.Item, live, y.Item, $"{where}[]");
                break;
            case (TypeDefinition.Tuple x, TypeDefinition.Tuple y):
                Assert.Equal(y.Items.Length, x.Items.Length);
                foreach (var (v, w) in x.Items.Zip(y.Items))
                {
                    Compare(ours, v, live, w, $"{where}()");
                }

                break;
            case (TypeDefinition.Compact x, TypeDefinition.Compact y):
                Compare(ours, x.Item, live, y.Item, $"compact {where}");
                break;
            default:
                Assert.Equal(b.Definition, a.Definition);
                break;
        }
    }

    private static void CompareFields(
        ImmutableArray<PortableType> ours, ImmutableArray<TypeField> mine, ImmutableArray<PortableType> live, ImmutableArray<TypeField> theirs, string where)
    {
        Assert.Equal(theirs.Select(f => (f.Name, f.TypeName)), mine.Select(f => (f.Name, f.TypeName)));
        foreach (var (x, y) in mine.Zip(theirs))
        {
            Compare(ours, x.Type, live, y.Type, $"{where}.{x.Name}");
        }
    }
}
