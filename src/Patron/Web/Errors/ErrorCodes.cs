using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
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
        Failed(log, code, http.Request.Method, http.GetEndpoint()?.DisplayName, exception);
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

/// <summary>Answers htmx with the error alone, which the page shows above its content; everyone else gets a whole page.</summary>
internal static class ErrorAnswers
{
    public static void UseErrorAnswers(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", CreateScopeForErrors = true });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.Use(async (context, next) =>
        {
            if (!IsFragment(context) || !context.Request.Path.StartsWithSegments("/error", out var rest) || !int.TryParse(rest.Value?.TrimStart('/'), out var status))
            {
                await next(context);
                return;
            }
            await new RazorComponentResult<ErrorNote>(new { Status = status, Code = context.Items[ErrorCodes.Item] as string }) { StatusCode = status }.ExecuteAsync(context);
        });
    }

    private static bool IsFragment(HttpContext context) => context.Request.Headers["HX-Request"] == "true";
}
