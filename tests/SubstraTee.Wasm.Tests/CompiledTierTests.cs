namespace SubstraTee.Wasm.Tests;

// What holds in every tier, in the compiled one.

public sealed class CompiledTrapTests : TrapTests
{
    protected override Engine Engine => Compiled;
}

public sealed class CompiledHostileTests : HostileTests
{
    protected override Engine Engine => Compiled;
}

public sealed class CompiledMemoryAccessTests : MemoryAccessTests
{
    protected override Engine Engine => Compiled;
}

public sealed class CompiledDeterminismTests : DeterminismTests
{
    protected override Engine Engine => Compiled;
}

public sealed class CompiledFunctionTests : FunctionTests
{
    protected override Engine Engine => Compiled;
}

public sealed class CompiledLinkerTests : LinkerTests
{
    protected override Engine Engine => Compiled;
}

public sealed class CompiledSnapshotTests : SnapshotTests
{
    protected override Engine Engine => Compiled;
}
