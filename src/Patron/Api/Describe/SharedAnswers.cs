using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Patron.Api.Guard;

namespace Patron.Api.Describe;

/// <summary>What holds for every route of the API and is said in its description: a name of its own, the refusals that the guard gives, and Idempotency-Key where something is changed.</summary>
internal static class SharedAnswers
{
    private const string Problem = "application/problem+json";

    private static readonly (int Status, string Says)[] Always =
    [
        (StatusCodes.Status400BadRequest, "The request cannot be read."), (StatusCodes.Status401Unauthorized, "No key, or none that is good."),
        (StatusCodes.Status403Forbidden, "The key's scope does not open this."), (StatusCodes.Status429TooManyRequests, "Too many requests; Retry-After says how many seconds to wait."),
    ];

    private static readonly (int Status, string Says)[] OfChanges =
    [
        (StatusCodes.Status409Conflict, "A request with this Idempotency-Key is at work, or the state does not allow it."), (StatusCodes.Status422UnprocessableEntity, "Understood and refused."),
    ];

    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var (method, path) = (context.Description.HttpMethod ?? "GET", context.Description.RelativePath ?? "");
        operation.OperationId = NameOf(method, path);
        operation.Responses ??= [];
        foreach (var (status, says) in HttpMethods.IsGet(method) ? Always : [.. Always, .. OfChanges])
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse { Description = says, Content = new Dictionary<string, OpenApiMediaType> { [Problem] = new() } });
        if (HttpMethods.IsGet(method)) return Task.CompletedTask;
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IdempotentAnswers.Header, In = ParameterLocation.Header, Description = "1 to 100 visible letters: the same request again gets the first one's answer for a day.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 100 },
        });
        return Task.CompletedTask;
    }

    /// <summary>post-campaigns-launch: the method and the words of the address, those in braces behind "by".</summary>
    private static string NameOf(string method, string path) =>
        string.Join('-', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(p => p.StartsWith('{') ? "by-" + p.Trim('{', '}') : p).Prepend(method.ToLowerInvariant()));
}
