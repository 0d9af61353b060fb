using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patron.Tests.Architecture;

/// <summary>Which routes anyone may call.</summary>
internal static class Routes
{
    /// <summary>The interface by which a route's metadata names the permission it requires, in a property Permission.</summary>
    public const string PermissionMetadata = "Patron.Kernel.IPermissionMetadata";

    /// <summary>
    /// Routes that neither require a permission nor are listed as anonymous, and entries of that list without such a route.
    /// A route is written as its method and pattern: "GET /sign-in". Static assets are files that everybody may see.
    /// </summary>
    public static IEnumerable<string> Unguarded(IEnumerable<Endpoint> endpoints, IReadOnlySet<string> anonymous, string metadata = PermissionMetadata)
    {
        var open = endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !IsStaticAsset(endpoint) && !RequiresPermission(endpoint, metadata))
            .SelectMany(Names).ToHashSet();
        return open.Except(anonymous).Select(route => $"{route} requires no permission")
            .Concat(anonymous.Except(open).Select(route => $"{route} is listed as anonymous, but there is no such route without a permission"))
            .Order(StringComparer.Ordinal);
    }

    private static bool RequiresPermission(RouteEndpoint endpoint, string metadata) => endpoint.Metadata.Any(item =>
        item.GetType().GetInterfaces().FirstOrDefault(i => i.FullName == metadata) is { } permission
        && permission.GetProperty("Permission")?.GetValue(item) is string { Length: > 0 });

    private static bool IsStaticAsset(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(item => item.GetType().FullName == "Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor");

    private static IEnumerable<string> Names(RouteEndpoint endpoint)
    {
        var pattern = $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}";
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        return methods.Count == 0 ? [$"ANY {pattern}"] : methods.Select(method => $"{method} {pattern}");
    }
}
