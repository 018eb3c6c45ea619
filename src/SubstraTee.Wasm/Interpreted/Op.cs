namespace SubstraTee.Wasm.Interpreted;

/// <summary>Instructions of the interpreter. Each is a row of 16-bit units: this number, then what its group says.</summary>
/// <remarks>
/// Operands are numbers of slots in the frame, the target first. <c>imm</c> is a 32-bit number in two units, extended by its
/// sign where the instruction works on 64 bits; <c>cost</c> is fuel in two units. A <c>branch</c> is a distance in units from
/// itself (two units) and the fuel of the block it leads to (two units).
/// </remarks>
internal enum Op : ushort
{
    // cost: charged where control falls into a block that branches lead to as well.
    Fuel,

    // branch
    Br,

    // a, branch, cost of going on
    BrIfNez, BrIfEqz,

    // a, b, branch, cost of going on
    BrI32Eq, BrI32Ne, BrI32LtS, BrI32LtU, BrI32LeS, BrI32LeU,
    BrI64Eq, BrI64Ne, BrI64LtS, BrI64LtU, BrI64LeS, BrI64LeU,

    // a, imm, branch, cost of going on
    BrI32EqImm, BrI32NeImm, BrI32LtSImm, BrI32LtUImm, BrI32GeSImm, BrI32GeUImm,
    BrI64EqImm, BrI64NeImm, BrI64LtSImm, BrI64LtUImm, BrI64GeSImm, BrI64GeUImm,

    // a, count of branches but the last (2 units), the branches
    BrTable,

    // Slot of the return address, units of the call stack (2 units).
    Return0,

    // The same, and the value's slot.
    Return1,

    // The same, the first value's slot, and their count.
    ReturnMany,

    // Distance of the record from the instance's first (2 units); then always last: slot of the first argument.
    Call,

    // Number of the import (2 units), slot of the first argument.
    CallImport,

    // Table, signature (2 units), slot of the number, slot of the first argument.
    CallIndirect,

    // Slot of the saved instance, slot of the first argument: comes after calls that may leave the instance.
    Restore,

    // Back to who called the interpreter.
    Exit,

    Unreachable,

    // d, a
    Copy,

    // d, first a, count (1 unit)
    CopyMany,

    // d, imm
    Const,

    // d, four units
    Const64,

    // d, condition, a, b
    Select,

    // d, number (2 units)
    GlobalGet, GlobalGetImported,

    // a, number (2 units)
    GlobalSet, GlobalSetImported,

    // d, address, offset (2 units)
    Load8U, Load16U, Load32, Load64, LoadI32S8, LoadI32S16, LoadI64S8, LoadI64S16, LoadI64S32,

    // address, a, offset (2 units)
    Store8, Store16, Store32, Store64,

    // address, imm, offset (2 units)
    Store8Imm, Store16Imm, Store32Imm, Store64Imm,

    // The same, with a number (2 units) behind that is added to the address in 32 bits before the offset is.
    SumLoad8U, SumLoad16U, SumLoad32, SumLoad64, SumLoadI32S8, SumLoadI32S16, SumLoadI64S8, SumLoadI64S16, SumLoadI64S32,
    SumStore8, SumStore16, SumStore32, SumStore64,
    SumStore8Imm, SumStore16Imm, SumStore32Imm, SumStore64Imm,

    // d, address of 64 bits (4 units)
    FixedLoad8U, FixedLoad16U, FixedLoad32, FixedLoad64, FixedLoadI32S8, FixedLoadI32S16, FixedLoadI64S8, FixedLoadI64S16, FixedLoadI64S32,

    // Address of 64 bits (4 units), a
    FixedStore8, FixedStore16, FixedStore32, FixedStore64,

    // Address of 64 bits (4 units), imm
    FixedStore8Imm, FixedStore16Imm, FixedStore32Imm, FixedStore64Imm,

    // d, a, b
    I32Add, I32Sub, I32Mul, I32DivS, I32DivU, I32RemS, I32RemU, I32And, I32Or, I32Xor, I32Shl, I32ShrS, I32ShrU, I32Rotl, I32Rotr,
    I32Eq, I32Ne, I32LtS, I32LtU, I32LeS, I32LeU,
    I64Add, I64Sub, I64Mul, I64DivS, I64DivU, I64RemS, I64RemU, I64And, I64Or, I64Xor, I64Shl, I64ShrS, I64ShrU, I64Rotl, I64Rotr,
    I64Eq, I64Ne, I64LtS, I64LtU, I64LeS, I64LeU,
    F32Add, F32Sub, F32Mul, F32Div, F32Min, F32Max, F32Copysign, F32Eq, F32Ne, F32Lt, F32Le,
    F64Add, F64Sub, F64Mul, F64Div, F64Min, F64Max, F64Copysign, F64Eq, F64Ne, F64Lt, F64Le,

    // d, a, imm
    I32AddImm, I32MulImm, I32AndImm, I32OrImm, I32XorImm, I32ShlImm, I32ShrSImm, I32ShrUImm, I32RotlImm,
    I32EqImm, I32NeImm, I32LtSImm, I32LtUImm, I32GeSImm, I32GeUImm,
    I64AddImm, I64MulImm, I64AndImm, I64OrImm, I64XorImm, I64ShlImm, I64ShrSImm, I64ShrUImm, I64RotlImm,
    I64EqImm, I64NeImm, I64LtSImm, I64LtUImm, I64GeSImm, I64GeUImm,

    // d, a
    I32Clz, I32Ctz, I32Popcnt, I32Extend8S, I32Extend16S,
    I64Clz, I64Ctz, I64Popcnt, I64Extend8S, I64Extend16S, I64Extend32S,
    F32Abs, F32Neg, F32Ceil, F32Floor, F32Trunc, F32Nearest, F32Sqrt,
    F64Abs, F64Neg, F64Ceil, F64Floor, F64Trunc, F64Nearest, F64Sqrt,
    I32WrapI64, F32DemoteF64, F64PromoteF32,
    F32ConvertI32S, F32ConvertI32U, F32ConvertI64S, F32ConvertI64U, F64ConvertI32S, F64ConvertI32U, F64ConvertI64S, F64ConvertI64U,

    // The opcode (1 unit), d, a: conversions to integers, which may trap.
    Truncate,

    // The opcode (1 unit), up to two numbers of tables or segments (2 units each), and up to three slots; see Rare.
    Rare,

    // d, a: pages to grow by
    MemoryGrow,

    // d
    MemorySize,

    // The first of two instructions that often follow each other; it is written in place of its own number, and the second one
    // stays as it is, so that branches may lead to it.
    CopyThenCopy, CopyThenBr, CopyThenI32AddImm, CopyThenCall, CopyThenCallIndirect, CopyThenI32Add,
    I32AddImmThenBrIfNez, I32AddImmThenBrI32Ne, I32AddImmThenBrI32NeImm, I32AddImmThenBrI32LtS, I32AddImmThenBrI32LtU,
    I32AddImmThenCall, I32AddImmThenBr, I32AddImmThenI32AddImm, I32AddImmThenCopy, I32AddImmThenLoad32,
    I32AddImmThenI32AndImm, I32AddImmThenI32Add, I32AddThenI32Add, I32AddThenLoad32, I32AddThenSumLoad32,
    I32AddThenLoad64, I32AddThenLoad8U, I32AddThenSumLoad8U, I32AddThenReturn1, I32AddThenBrI32LeS,
    I32AddThenI32AddImm, I32AddThenI32AndImm, I32AddThenI32Xor, I32AddThenStore32, I32ShrUImmThenI32AndImm,
    I32ShrUImmThenI32Xor, I32ShrUImmThenI32Or, I32MulImmThenI32AddImm, I32MulImmThenI32Add, I32ShlImmThenI32Add,
    I32ShlImmThenI32AddImm, I32ShlImmThenI32Or, I32RotlImmThenI32Xor, I32RotlImmThenI32RotlImm, I32XorThenI32RotlImm,
    I32XorThenI32Xor, I32XorThenI32Add, I32XorThenI32And, I32XorThenI32ShrUImm, I32AndThenI32Add, I32AndThenI32Xor,
    I32AndImmThenBrTable, I32AndImmThenBrIfEqz, I32AndImmThenBrIfNez, I32AndImmThenI32ShlImm, I32AndImmThenI32Add,
    Load64ThenF64Mul, Load64ThenF64Add, F64MulThenF64Add, F64AddThenF64Add, F64AddThenI32Add, F64MulThenLoad64,
    Load64ThenLoad64, SumLoad64ThenI32Add, Load32ThenI32Add, SumLoad32ThenI32Add, Load32ThenI32Xor, Load32ThenLoad32,
    Load8UThenI32Add, SumLoad8UThenI32Add, Load8UThenBrIfEqz, SumLoad8UThenBrIfEqz, Load32ThenBrIfEqz,
    Load32ThenBrIfNez, SumStore8ImmThenI32Add, Store32ThenI32AddImm, Store8ThenI32AddImm, Store64ThenI32AddImm,
    GlobalGetThenI32AddImm, I64AddThenI64Add, I64RotlImmThenI64Xor, I64XorThenI64RotlImm, I64XorThenI64Xor,
    I64AddThenI64Xor, I64MulThenI64Add, I64ShrUImmThenI64Xor, I64ShrUImmThenI64Add,
}
