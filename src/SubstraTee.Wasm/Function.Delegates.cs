namespace SubstraTee.Wasm;

public sealed unsafe partial class Function
{
    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Func<TResult> ToFunc<TResult>()
    {
        Require([], [typeof(TResult)]);
        return new BoundFunc<TResult>(this).Invoke;
    }

    /// <summary>The function as a delegate, by which calls cost the least; a trap comes as <see cref="WasmTrapException"/>.</summary>
    /// <remarks>
    /// Types of parameters and of the result are <c>int</c>, <c>uint</c>, <c>long</c>, <c>ulong</c>, <c>float</c>,
    /// <c>double</c>, <c>Function</c> for funcref, and <c>object</c> for externref.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The function's type is another one.</exception>
    /// <exception cref="ArgumentException">A type is none of these.</exception>
    public Action ToAction()
    {
        Require([], []);
        return new BoundAction(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Func<T1, TResult> ToFunc<T1, TResult>()
    {
        Require([typeof(T1)], [typeof(TResult)]);
        return new BoundFunc<T1, TResult>(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Action<T1> ToAction<T1>()
    {
        Require([typeof(T1)], []);
        return new BoundAction<T1>(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Func<T1, T2, TResult> ToFunc<T1, T2, TResult>()
    {
        Require([typeof(T1), typeof(T2)], [typeof(TResult)]);
        return new BoundFunc<T1, T2, TResult>(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Action<T1, T2> ToAction<T1, T2>()
    {
        Require([typeof(T1), typeof(T2)], []);
        return new BoundAction<T1, T2>(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Func<T1, T2, T3, TResult> ToFunc<T1, T2, T3, TResult>()
    {
        Require([typeof(T1), typeof(T2), typeof(T3)], [typeof(TResult)]);
        return new BoundFunc<T1, T2, T3, TResult>(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Action<T1, T2, T3> ToAction<T1, T2, T3>()
    {
        Require([typeof(T1), typeof(T2), typeof(T3)], []);
        return new BoundAction<T1, T2, T3>(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Func<T1, T2, T3, T4, TResult> ToFunc<T1, T2, T3, T4, TResult>()
    {
        Require([typeof(T1), typeof(T2), typeof(T3), typeof(T4)], [typeof(TResult)]);
        return new BoundFunc<T1, T2, T3, T4, TResult>(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Action<T1, T2, T3, T4> ToAction<T1, T2, T3, T4>()
    {
        Require([typeof(T1), typeof(T2), typeof(T3), typeof(T4)], []);
        return new BoundAction<T1, T2, T3, T4>(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Func<T1, T2, T3, T4, T5, TResult> ToFunc<T1, T2, T3, T4, T5, TResult>()
    {
        Require([typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], [typeof(TResult)]);
        return new BoundFunc<T1, T2, T3, T4, T5, TResult>(this).Invoke;
    }

    /// <summary>The function as a delegate; <see cref="ToAction()"/> says which types there are.</summary>
    public Action<T1, T2, T3, T4, T5> ToAction<T1, T2, T3, T4, T5>()
    {
        Require([typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], []);
        return new BoundAction<T1, T2, T3, T4, T5>(this).Invoke;
    }

    private void Require(Type[] parameters, Type[] results)
    {
        var wanted = SlotOf.Type(parameters, results);
        if (!wanted.Equals(FunctionType))
        {
            throw new InvalidOperationException($"the function is {FunctionType}, not {wanted}");
        }
    }
}
