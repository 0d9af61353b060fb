using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Reasons.Contracts;
using Patron.Web.Deeds;

namespace Patron.Reasons.ShowReasons;

/// <summary>A line of a file of reasons that cannot be taken; then none is.</summary>
internal sealed record ReasonLineWrong(int Line, int Max) : Refusal("reasons.refused.line");

internal sealed record ReasonFileUnread(int Most) : Refusal("reasons.refused.file");

/// <summary>A tree as a file, with how often each reason was given; and its own file back, or one made elsewhere: the column "reason" with the names above it, "Delivery / Too late".</summary>
internal static partial class ReasonFiles
{
    public const string Export = ReasonUrls.List + "/export", Import = ReasonUrls.List + "/import", Between = " / ";
    public const int Largest = 1_000_000, Most = 2_000;

    public static void MapReasonFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet(Export, Write).RequirePermission(Permissions.ExportData);
        app.MapPost(Import, Take).RequirePermission(Permissions.ManageSettings);
    }

    /// <summary>The paths that a file names in the first cell of each line, each from the top; empty lines and the heading are passed over.</summary>
    public static Result<IReadOnlyList<string[]>> Read(string text)
    {
        var paths = new List<string[]>();
        foreach (var (at, line) in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Index())
        {
            var said = FirstCell().Match(line) is { Success: true } cell ? cell.Groups[1].Success ? cell.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : cell.Groups[2].Value : null;
            if (said is not null && (said.Trim().Length == 0 || (at == 0 && said.Trim().Equals("reason", StringComparison.OrdinalIgnoreCase)))) continue;
            var path = said?.Split(Between, StringSplitOptions.TrimEntries) ?? [];
            // What is no UTF-8 would give names nobody can read.
            if (path.Length == 0 || path.Any(name => name.Length is 0 or > ReasonInfo.LongestName || name.Contains('\uFFFD', StringComparison.Ordinal))) return new ReasonLineWrong(at + 1, ReasonInfo.LongestName);
            paths.Add(path);
        }
        return paths.Count is 0 or > Most ? new ReasonFileUnread(Most) : paths;
    }

    [GeneratedRegex("""^(?:"((?:[^"]|"")*)"\s*(?:[,;\t].*)?|([^",;\t]*)(?:[,;\t].*)?)$""")]
    private static partial Regex FirstCell();

    private static async Task<ContentHttpResult> Write(string? kind, IReasons register, Sentences text, ICurrentUser who, HttpContext http, CancellationToken ct)
    {
        var lines = new StringBuilder();
        CsvLines.Write(lines, ["reason", "given", "share", "retired"]);
        var above = new List<string>();
        foreach (var row in await register.Count(ReasonUrls.KindOf(kind), null, null, who.Id, ct))
        {
            above.RemoveRange(row.Depth, above.Count - row.Depth);
            above.Add(row.Reason.Called(text));
            CsvLines.Write(lines, [string.Join(Between, above), row.Given.ToString(CultureInfo.InvariantCulture), row.Share.ToString("0.####", CultureInfo.InvariantCulture), row.Reason.Retired ? "yes" : "no"]);
        }
        http.Response.Headers.ContentDisposition = "attachment; filename=reasons.csv";
        return TypedResults.Text("\uFEFF" + lines, "text/csv; charset=utf-8");
    }

    private static async Task<IResult> Take(string? kind, IFormFile? file, ReasonDeeds deeds, Sentences text, ICurrentUser who, CancellationToken ct)
    {
        var (of, page) = (ReasonUrls.KindOf(kind), ReasonUrls.Of(ReasonUrls.KindOf(kind)));
        if (file is not { Length: > 0 and <= Largest }) return Refused(page, new ReasonFileUnread(Most));
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        var read = Read(await reader.ReadToEndAsync(ct));
        if (read.Refusal is { } unread) return Refused(page, unread);
        var done = await deeds.AddPaths(of, read.Value!, reason => reason.Called(text), who.Id, ct);
        return done.Refusal is { } refusal ? Refused(page, refusal) : TypedResults.LocalRedirect(done.Value is { } set ? DeedUrls.Done(page, set) : page);
    }

    private static RedirectHttpResult Refused(string page, Refusal why) =>
        TypedResults.LocalRedirect($"{page}&refused={why.Key["reasons.refused.".Length..]}{(why is ReasonLineWrong wrong ? string.Create(CultureInfo.InvariantCulture, $"&line={wrong.Line}") : "")}");
}
