using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.Interactions.ListContacts;

/// <summary>GET /contacts/export: the list as a file, under the same filters.</summary>
internal static class ContactExport
{
    public const string Route = ContactsUrl.List + "/export";
    private const int AtOnce = 2_000;

    public static void MapContactExport(this IEndpointRouteBuilder app) => app.MapGet(Route, Write).RequirePermission(Permissions.ExportData);

    private static PushStreamHttpResult Write(HttpContext http, ContactList contacts, IColleagues colleagues, ICurrentUser who) => TypedResults.Stream(async stream =>
    {
        var ct = http.RequestAborted;
        var names = (await colleagues.All(ct)).ToDictionary(c => c.Id, c => c.Email ?? c.Name);
        await using var output = new StreamWriter(stream, CsvLines.Encoding);
        var lines = new StringBuilder();
        CsvLines.Write(lines, ["id", "customer", "name", "time", "kind", "direction", "agent", "subject", "text", "outcome", "with", "mood"]);
        var waiting = 0;
        await foreach (var one in contacts.All(ContactFilter.Of(http.Request.Query), who.Id, ct))
        {
            CsvLines.Write(lines, [one.Id.ToString(), one.Customer.ToString(), one.Name, one.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), one.Kind,
                one.Direction?.ToString().ToLowerInvariant(), one.By is { } by ? names.GetValueOrDefault(by) : null, one.Said.Subject, one.Said.Text, one.Said.Outcome, one.Said.With, one.Said.Mood?.ToString().ToLowerInvariant()]);
            if (++waiting < AtOnce) continue;
            await output.WriteAsync(lines, ct);
            lines.Clear();
            waiting = 0;
        }
        await output.WriteAsync(lines, ct);
    }, "text/csv; charset=utf-8", "contacts.csv");
}
