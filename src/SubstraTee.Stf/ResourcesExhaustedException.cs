namespace SubstraTee.Stf;

/// <summary>A call has used up its metered resources. Not to be caught by an STF.</summary>
public sealed class ResourcesExhaustedException() : Exception("the call has used up its metered resources");
