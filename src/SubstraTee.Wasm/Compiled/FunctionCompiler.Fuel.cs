namespace SubstraTee.Wasm.Compiled;

// Fuel, and where traps are thrown.
internal sealed partial class FunctionCompiler
{
    private readonly Dictionary<(TrapCode Code, bool KeepsFuel), int> _trapLabels = [];
    private readonly List<(int Label, int Back, int Place, ValueKind Type)> _nanBlocks = [];
    private int _fuel = -1;
    private FuelPlace _fuelIn = FuelPlace.Store;
    private int _conversion = -1;

    // Where the number that counts is, at this point of the code.
    private enum FuelPlace
    {
        Store,
        Both,
        Local,
    }

    private void ChargeAt(int offset)
    {
        var blocks = _function.FuelBlocks;
        if (_nextFuelBlock == blocks.Length || blocks[_nextFuelBlock].Offset != offset)
        {
            return;
        }

        var cost = blocks[_nextFuelBlock++].Cost;
        if (!_isMetered)
        {
            return;
        }

        LoadFuel();
        _code.LoadLocal(_fuel);
        _code.Constant((long)cost);
        _code.Op(IlOp.Sub);
        _code.StoreLocal(_fuel);
        _fuelIn = FuelPlace.Local;
        _code.LoadLocal(_fuel);
        _code.Constant(0L);
        _method.Branch(IlOp.Blt, TrapLabel(TrapCode.OutOfFuel));
    }

    // Before control joins or divides: every way there has the number in the local variable.
    private void LoadFuel()
    {
        if (_isMetered && _fuelIn == FuelPlace.Store)
        {
            LoadStoreAddress(RecordOffsets.StoreFuel);
            _code.Op(IlOp.LdIndI8);
            _code.StoreLocal(_fuel);
            _fuelIn = FuelPlace.Both;
        }
    }

    // Before a call or the end: others see the number in the store.
    private void StoreFuel()
    {
        if (_fuelIn == FuelPlace.Local)
        {
            WriteFuel();
            _fuelIn = FuelPlace.Both;
        }
    }

    private void WriteFuel()
    {
        LoadStoreAddress(RecordOffsets.StoreFuel);
        _code.LoadLocal(_fuel);
        _code.Op(IlOp.StIndI8);
    }

    // After a call: others have used some.
    private void ForgetFuel() => _fuelIn = FuelPlace.Store;

    // A place that throws, outside of the code's way; one for each reason.
    private int TrapLabel(TrapCode code)
    {
        var key = (code, _fuelIn == FuelPlace.Local);
        if (!_trapLabels.TryGetValue(key, out var label))
        {
            label = _method.NewLabel();
            _trapLabels.Add(key, label);
        }

        return label;
    }

    private void WriteTrapBlocks()
    {
        foreach (var ((code, keepsFuel), label) in _trapLabels)
        {
            _method.Mark(label);
            if (keepsFuel)
            {
                WriteFuel();
            }

            if (code == TrapCode.InvalidConversionToInteger)
            {
                _code.LoadLocal(_conversion);
                _method.Call(Helpers.MakeConversionTrap);
            }
            else
            {
                _code.Constant((int)code);
                _method.Call(Helpers.MakeTrap);
            }

            _code.Op(IlOp.Throw);
        }
    }

    private void WriteNaNBlocks()
    {
        foreach (var (label, back, place, type) in _nanBlocks)
        {
            _method.Mark(label);
            if (type == ValueKind.F32)
            {
                _code.Constant(BitConverter.UInt32BitsToSingle(Numerics.CanonicalNaN32));
            }
            else
            {
                _code.Constant(BitConverter.UInt64BitsToDouble(Numerics.CanonicalNaN64));
            }

            WriteStore(place);
            _method.Branch(IlOp.Br, back);
        }
    }
}
