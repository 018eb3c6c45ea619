namespace SubstraTee.Codec;

internal sealed class OptionCodec<T>(IScaleCodec some, Action<ScaleWriter, T> write, ReadScale<T> read, Func<T, bool> hasValue)
    : ScaleCodec<T>
{
    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var item = some.Describe(registry);
        return registry.Add($"Option<{item}>", _ => PortableType.Named(
            "Option",
            new TypeDefinition.Variant(
            [
                new TypeVariant("None", [], 0, []),
                new TypeVariant("Some", [new TypeField(null, item)], 1, []),
            ]),
            new TypeParameter("T", item)));
    }

    public override void Write(ScaleWriter writer, T value)
    {
        var present = hasValue(value);
        writer.WriteBool(present);
        if (present)
        {
            write(writer, value);
        }
    }

    public override T Read(ref ScaleReader reader)
    {
        if (!reader.ReadBool())
        {
            return default!;
        }

        reader.Enter();
        var value = read(ref reader);
        reader.Leave();
        return value;
    }
}

internal sealed class ResultCodec<T, TError>(ScaleCodec<T> ok, ScaleCodec<TError> error) : ScaleCodec<Result<T, TError>>
{
    public override int MinSize => 1 + Math.Min(ok.MinSize, error.MinSize);

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var t = ok.Describe(registry);
        var e = error.Describe(registry);
        return registry.Add($"Result<{t}, {e}>", _ => PortableType.Named(
            "Result",
            new TypeDefinition.Variant(
            [
                new TypeVariant("Ok", [new TypeField(null, t)], 0, []),
                new TypeVariant("Err", [new TypeField(null, e)], 1, []),
            ]),
            new TypeParameter("T", t),
            new TypeParameter("E", e)));
    }

    public override void Write(ScaleWriter writer, Result<T, TError> value)
    {
        writer.WriteBool(!value.IsOk);
        if (value.IsOk)
        {
            ok.Write(writer, value.Value!);
        }
        else
        {
            error.Write(writer, value.Error!);
        }
    }

    public override Result<T, TError> Read(ref ScaleReader reader) => reader.ReadBool()
        ? Result<T, TError>.Fail(error.Read(ref reader))
        : Result<T, TError>.Ok(ok.Read(ref reader));
}

internal sealed class TupleCodec<T1, T2>(ScaleCodec<T1> first, ScaleCodec<T2> second) : ScaleCodec<(T1 First, T2 Second)>
{
    public override int MinSize => first.MinSize + second.MinSize;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var a = first.Describe(registry);
        var b = second.Describe(registry);
        return registry.Add($"({a}, {b})", _ => PortableType.Anonymous(new TypeDefinition.Tuple([a, b])));
    }

    public override void Write(ScaleWriter writer, (T1 First, T2 Second) value)
    {
        first.Write(writer, value.First);
        second.Write(writer, value.Second);
    }

    public override (T1 First, T2 Second) Read(ref ScaleReader reader) => (first.Read(ref reader), second.Read(ref reader));
}

internal sealed class TupleCodec<T1, T2, T3>(ScaleCodec<T1> first, ScaleCodec<T2> second, ScaleCodec<T3> third)
    : ScaleCodec<(T1 First, T2 Second, T3 Third)>
{
    public override int MinSize => first.MinSize + second.MinSize + third.MinSize;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var a = first.Describe(registry);
        var b = second.Describe(registry);
        var c = third.Describe(registry);
        return registry.Add($"({a}, {b}, {c})", _ => PortableType.Anonymous(new TypeDefinition.Tuple([a, b, c])));
    }

    public override void Write(ScaleWriter writer, (T1 First, T2 Second, T3 Third) value)
    {
        first.Write(writer, value.First);
        second.Write(writer, value.Second);
        third.Write(writer, value.Third);
    }

    public override (T1 First, T2 Second, T3 Third) Read(ref ScaleReader reader) =>
        (first.Read(ref reader), second.Read(ref reader), third.Read(ref reader));
}

internal sealed class TupleCodec<T1, T2, T3, T4>(
    ScaleCodec<T1> first, ScaleCodec<T2> second, ScaleCodec<T3> third, ScaleCodec<T4> fourth)
    : ScaleCodec<(T1 First, T2 Second, T3 Third, T4 Fourth)>
{
    public override int MinSize => first.MinSize + second.MinSize + third.MinSize + fourth.MinSize;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var a = first.Describe(registry);
        var b = second.Describe(registry);
        var c = third.Describe(registry);
        var d = fourth.Describe(registry);
        return registry.Add($"({a}, {b}, {c}, {d})", _ => PortableType.Anonymous(new TypeDefinition.Tuple([a, b, c, d])));
    }

    public override void Write(ScaleWriter writer, (T1 First, T2 Second, T3 Third, T4 Fourth) value)
    {
        first.Write(writer, value.First);
        second.Write(writer, value.Second);
        third.Write(writer, value.Third);
        fourth.Write(writer, value.Fourth);
    }

    public override (T1 First, T2 Second, T3 Third, T4 Fourth) Read(ref ScaleReader reader) =>
        (first.Read(ref reader), second.Read(ref reader), third.Read(ref reader), fourth.Read(ref reader));
}

internal sealed class MappedCodec<T, TInner>(ScaleCodec<TInner> inner, Func<T, TInner> toInner, Func<TInner, T> fromInner)
    : ScaleCodec<T>
{
    public override int MinSize => inner.MinSize;

    public override uint Describe(TypeRegistryBuilder registry) => inner.Describe(registry);

    public override void Write(ScaleWriter writer, T value) => inner.Write(writer, toInner(value));

    public override T Read(ref ScaleReader reader) => fromInner(inner.Read(ref reader));
}

internal sealed class LazyCodec<T>(Func<ScaleCodec<T>> codec, int minSize) : ScaleCodec<T>
{
    private ScaleCodec<T>? _inner;

    public override int MinSize => minSize;

    private ScaleCodec<T> Inner => _inner ??= codec();

    public override uint Describe(TypeRegistryBuilder registry) => Inner.Describe(registry);

    public override void Write(ScaleWriter writer, T value) => Inner.Write(writer, value);

    public override T Read(ref ScaleReader reader)
    {
        reader.Enter();
        var value = Inner.Read(ref reader);
        reader.Leave();
        return value;
    }
}
