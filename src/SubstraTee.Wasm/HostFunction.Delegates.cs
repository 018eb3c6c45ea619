namespace SubstraTee.Wasm;

public abstract partial class HostFunction
{
    /// <summary>A function of no parameter and a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<TResult>(Func<Caller, TResult> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostFunc<TResult>(callback, cost);

    /// <summary>A function without parameters and result.</summary>
    /// <remarks>
    /// Where there are some, their types are <c>int</c>, <c>uint</c>, <c>long</c>, <c>ulong</c>, <c>float</c>, <c>double</c>,
    /// <c>Function</c> for funcref, and <c>object</c> for externref. Functions of other shapes read their slots themselves.
    /// </remarks>
    /// <exception cref="ArgumentException">A type is none of these.</exception>
    public static HostFunction Create(Action<Caller> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostAction(callback, cost);

    /// <summary>A function of one parameter and a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1, TResult>(Func<Caller, T1, TResult> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostFunc<T1, TResult>(callback, cost);

    /// <summary>A function of one parameter, without a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1>(Action<Caller, T1> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostAction<T1>(callback, cost);

    /// <summary>A function of two parameters and a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1, T2, TResult>(Func<Caller, T1, T2, TResult> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostFunc<T1, T2, TResult>(callback, cost);

    /// <summary>A function of two parameters, without a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1, T2>(Action<Caller, T1, T2> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostAction<T1, T2>(callback, cost);

    /// <summary>A function of three parameters and a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1, T2, T3, TResult>(Func<Caller, T1, T2, T3, TResult> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostFunc<T1, T2, T3, TResult>(callback, cost);

    /// <summary>A function of three parameters, without a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1, T2, T3>(Action<Caller, T1, T2, T3> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostAction<T1, T2, T3>(callback, cost);

    /// <summary>A function of four parameters and a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1, T2, T3, T4, TResult>(Func<Caller, T1, T2, T3, T4, TResult> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostFunc<T1, T2, T3, T4, TResult>(callback, cost);

    /// <summary>A function of four parameters, without a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1, T2, T3, T4>(Action<Caller, T1, T2, T3, T4> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostAction<T1, T2, T3, T4>(callback, cost);

    /// <summary>A function of five parameters and a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1, T2, T3, T4, T5, TResult>(Func<Caller, T1, T2, T3, T4, T5, TResult> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostFunc<T1, T2, T3, T4, T5, TResult>(callback, cost);

    /// <summary>A function of five parameters, without a result; types as for <see cref="Create(Action{Caller}, int)"/>.</summary>
    public static HostFunction Create<T1, T2, T3, T4, T5>(Action<Caller, T1, T2, T3, T4, T5> callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new HostAction<T1, T2, T3, T4, T5>(callback, cost);
}
