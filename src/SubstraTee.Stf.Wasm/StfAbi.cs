namespace SubstraTee.Stf.Wasm;

/// <summary>What a module and its host agree on: names, results and costs (docs/wasm-stf.md, version 1).</summary>
public static class StfAbi
{
    /// <summary>The module name of all imports; another version has another name.</summary>
    public const string ImportModule = "substratee_1";

    /// <summary>The custom section that holds the STF's schema, SCALE.</summary>
    public const string SchemaSection = "substratee.schema";

    /// <summary>The exported memory.</summary>
    public const string Memory = "memory";

    /// <summary>The export that fills an empty state; optional, <c>() -> ()</c>.</summary>
    public const string Genesis = "stf_genesis";

    /// <summary>The export that runs a call, <c>() -> i32</c>: 0 applied, n the error with index n - 1, -1 no call of this STF.</summary>
    public const string Execute = "stf_execute";

    /// <summary>The export that answers a getter, <c>() -> i32</c>: a value of <see cref="QueryResults"/>.</summary>
    public const string Query = "stf_query";

    /// <summary>What <see cref="Execute"/> returns for bytes that are no call.</summary>
    public const int NoCall = -1;

    /// <summary>The most errors of a schema: their index is one byte.</summary>
    public const int MaxErrors = 256;

    /// <summary>The most bytes of a module.</summary>
    public const int MaxModuleBytes = 1024 * 1024;

    /// <summary>The most pages of a module's memory: 16 MiB.</summary>
    public const uint MaxMemoryPages = 256;

    /// <summary>The most bytes of the schema.</summary>
    public const int MaxSchemaBytes = 256 * 1024;

    /// <summary>Fuel that filling an empty state may use.</summary>
    public const ulong GenesisFuel = 100_000_000;

    /// <summary>Results of <see cref="Query"/>.</summary>
    public static class QueryResults
    {
        /// <summary>The output is the answer.</summary>
        public const int Answered = 0;

        /// <summary>The caller may not read this.</summary>
        public const int NotAllowed = 1;

        /// <summary>The getter needs a caller who signs.</summary>
        public const int SignatureRequired = 2;

        /// <summary>No getter of this STF.</summary>
        public const int UnknownGetter = 3;

        /// <summary>This plus n: the error with index n.</summary>
        public const int Failed = 16;
    }

    /// <summary>Fuel that host functions cost beside what they are given or give.</summary>
    internal static class Costs
    {
        public const int Small = 64;
        public const int Hash = 512;
        public const int StateRead = 1_024;
        public const int StateWrite = 4_096;
        public const int Event = 512;

        /// <summary>Fuel for bytes that are copied.</summary>
        public static long Copied(int bytes) => bytes / 8;

        /// <summary>Fuel for bytes that are hashed.</summary>
        public static long Hashed(int bytes) => bytes;

        /// <summary>Fuel for bytes that are kept in the state.</summary>
        public static long Kept(int bytes) => 2L * bytes;
    }
}
