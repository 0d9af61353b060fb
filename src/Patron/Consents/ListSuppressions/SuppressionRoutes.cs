using System.Text;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Consents.Contracts;
using Patron.Consents.EditPolicy;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Deeds;

namespace Patron.Consents.ListSuppressions;

/// <summary>Import, export and ending of the suppression list.</summary>
internal static class SuppressionRoutes
{
    private const int Part = 5_000;

    public static string End(SuppressionId id) => $"{Urls.Suppressions}/{id}/end";

    public static void MapSuppressions(this IEndpointRouteBuilder app)
    {
        var change = app.MapGroup(Urls.Suppressions).RequirePermission(Permissions.ManageSettings);
        change.MapPost("/{id}/end", async (string id, [FromForm] string? why, [FromForm] string? back, SuppressionList list, ICurrentUser who, CancellationToken ct) =>
        {
            if (!IdText.TryRead<SuppressionId>(id, out var suppression)) return Results.NotFound();
            var page = back is null ? Urls.Suppressions : Urls.Local(back);
            return PolicyRoutes.Answer(await list.End(suppression, why, who.Id, ct), page);
        });
        change.MapPost("/import", async (HttpContext http, SuppressionList list, ICurrentUser who, CancellationToken ct) =>
        {
            var form = http.Request.Form;
            var reason = Enum.TryParse<SuppressionReason>(form["reason"], out var said) && Enum.IsDefined(said) ? said : SuppressionReason.Listed;
            var file = form.Files.GetFile("file");
            using TextReader lines = file is { Length: > 0 } ? new StreamReader(file.OpenReadStream(), Encoding.UTF8) : new StringReader(form["lines"].ToString());
            var done = await list.Import(lines, reason, file is { Length: > 0 } ? file.FileName : form["source"].ToString(), who.Id, ct);
            return PolicyRoutes.Answer(done.Set, $"{Urls.Suppressions}?read={done.Read}&added={done.Added}&unread={done.Unread}");
        });
        app.MapGet(Urls.Suppressions + "/export", Export).RequirePermission(Permissions.ExportData);
    }

    /// <summary>All lines, ended ones too, as CSV; written part by part.</summary>
    private static async Task Export(HttpContext http, SuppressionList list)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=suppressions.csv";
        await using var output = new StreamWriter(http.Response.Body, CsvLines.Encoding);
        var text = new StringBuilder();
        CsvLines.Write(text, "id", "customer", "channel", "digest", "reason", "source", "since", "ended", "ended_why");
        for (var after = 0L; ;)
        {
            var rows = await list.After(after, Part, ended: true, http.RequestAborted);
            foreach (var r in rows)
                CsvLines.Write(text, r.Id.ToString(), r.Customer?.ToString(), r.Channel, r.Digest, r.Reason.ToString().ToLowerInvariant(), r.Source, Api.Contracts.ApiAnswers.Instant(r.Since), r.EndedAt is { } end ? Api.Contracts.ApiAnswers.Instant(end) : null, r.EndedWhy);
            await output.WriteAsync(text, http.RequestAborted);
            text.Clear();
            if (rows.Count < Part) break;
            after = rows[^1].Id.Value;
        }
    }
}
