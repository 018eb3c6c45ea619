using System.Text.Json.Nodes;

namespace SubstraTee.JsonRpc.Client;

/// <summary>One call of a batch.</summary>
/// <param name="Method">The method.</param>
/// <param name="Parameters">Its parameters by position.</param>
public sealed record JsonRpcRequest(string Method, IReadOnlyList<JsonNode?> Parameters);
