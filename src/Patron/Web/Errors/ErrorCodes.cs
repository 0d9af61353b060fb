using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Patron.Web.Errors;

/// <summary>Names each failure with a code that the page shows and the log keeps beside the exception.</summary>
internal sealed partial class ErrorCodes(ILogger<ErrorCodes> log) : IExceptionHandler
{
    public static readonly object Item = new();

    public ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken ct)
    {
        var code = Of(Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier);
        http.Items[Item] = code;
        Failed(log, code, http.Request.Method, http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName, exception);
        http.Request.Method = HttpMethods.Get;
        return ValueTask.FromResult(false);
    }

    /// <summary>Eight signs of the trace's id, in two groups: short enough to be read out.</summary>
    internal static string Of(string trace)
    {
        var signs = string.Concat(trace.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant().PadLeft(8, '0')[..8];
        return $"{signs[..4]}-{signs[4..]}";
    }

    // The route, never the address: a query may hold a name.
    [LoggerMessage(Level = LogLevel.Error, Message = "Error {Code} in {Method} {Route}")]
    private static partial void Failed(ILogger log, string code, string method, string? route, Exception exception);
}

/// <summary>
/// Answers htmx with the error alone, which the page shows above its content; everyone else gets a whole page.
/// However the request was made, its error is only looked at: looked for with DELETE the page would not be found, and a second look at a refused form would throw.
/// </summary>
internal static class ErrorAnswers
{
    public static void UseErrorAnswers(this IApplicationBuilder app)
    {
        app.Use(async (context, next) =>
        {
            var method = context.Request.Method;
            await next(context);
            context.Request.Method = method;
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", CreateScopeForErrors = true });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.Use(async (context, next) =>
        {
            if (IsFragment(context) && StatusOf(context.Request.Path) is { } status)
            {
                await new RazorComponentResult<ErrorNote>(new { Status = status, Code = context.Items[ErrorCodes.Item] as string }) { StatusCode = status }.ExecuteAsync(context);
                return;
            }
            await next(context);
            if (context.Response.StatusCode >= 400 && !context.Response.HasStarted) context.Request.Method = HttpMethods.Get;
        });
    }

    private static int? StatusOf(PathString path) => path.StartsWithSegments("/error", out var rest) && int.TryParse(rest.Value.AsSpan().TrimStart('/'), out var status) ? status : null;

    private static bool IsFragment(HttpContext context) => context.Request.Headers["HX-Request"] == "true";
}
