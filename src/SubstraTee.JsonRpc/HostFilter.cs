using Microsoft.AspNetCore.Http;

namespace SubstraTee.JsonRpc;

/// <summary>Refuses what a foreign web page in the user's browser could send to a server on this machine.</summary>
/// <remarks>
/// A page can open a WebSocket to any address, and can point its own name at 127.0.0.1 (DNS rebinding). The browser
/// tells where the page is from in Origin and what name it used in Host; both must be of this machine.
/// </remarks>
internal sealed class HostFilter(IReadOnlyList<string> allowedOrigins)
{
    /// <summary>Why a request is refused, or null.</summary>
    public string? Refuse(HttpRequest request)
    {
        if (!IsLocal(request.Host.Host))
        {
            return "host_not_allowed: the Host header names neither localhost nor 127.0.0.1";
        }

        string? origin = request.Headers.Origin;
        return string.IsNullOrEmpty(origin) || IsAllowed(origin)
            ? null
            : "origin_not_allowed: web pages of other origins must be allowed by an option";
    }

    /// <summary>True for an origin whose page may read the answers.</summary>
    public bool IsAllowed(string origin) =>
        allowedOrigins.Contains(origin, StringComparer.Ordinal)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && IsLocal(uri.Host));

    private static bool IsLocal(string host) => host is "localhost" or "127.0.0.1" or "[::1]" or "::1";
}
