using Patron.Reasons.Contracts;
using System.Globalization;
using System.Text;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Microsoft.EntityFrameworkCore;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.SetService;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ListTickets;

/// <summary>The list as a file: what the address asks for, times in UTC, amounts with a point.</summary>
internal static class TicketExport
{
    private const int Part = 1 << 16;

    public static void MapTicketExport(this IEndpointRouteBuilder app) => app.MapGet(TicketUrls.List + "/export", Write).RequirePermission(Permissions.ExportData);

    private static async Task Write(HttpContext http, TicketReads reads, IReasons reasons, ITeams teams, IDbContextFactory<PatronDb> contexts, ICurrentUser who, CancellationToken ct)
    {
        var (address, tree) = (TicketAddress.Of(http.Request), await reasons.Of(ReasonKind.Ticket, ct));
        var filter = address.Filter(who.Id, who.Id is { } me ? (await teams.All(ct)).Of(me)?.Id : null, tree.WithBelow);
        RowFields own;
        await using (var db = await contexts.CreateDbContextAsync(ct)) own = await RowFields.Read(db, RowSubject.Ticket, ct);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=tickets.csv";
        await using var output = new StreamWriter(http.Response.Body, CsvLines.Encoding);
        var lines = new StringBuilder();
        CsvLines.Write(lines, ["id", "customer_id", "customer", "kind", "state", "severity", "reason", "title", "details", "owner", "team", "opened", "answered", "solved", "closed", "answer_due", "solve_due", "solution", "goodwill", "stake", .. own.All.Select(f => f.Key)]);
        await foreach (var row in reads.All(filter, address.Sort, who.Id, ct))
        {
            var t = row.Ticket;
            var values = RowValues.Read(t.Custom);
            CsvLines.Write(lines, [t.Number, t.Customer.ToString(), row.Name, TicketAddress.WordOf(t.Kind), TicketAddress.WordOf(t.State), TicketAddress.WordOf(t.Severity), row.Reason, t.Title, t.Details,
                row.Owner, row.Team, At(t.OpenedAt), At(t.AnsweredAt), At(t.SolvedAt), At(t.ClosedAt), At(t.AnswerDue), At(t.SolveDue), t.Solution, Units(t.Goodwill), Units(t.Stake), .. own.All.Select(f => values.GetValueOrDefault(f.Key))]);
            if (lines.Length < Part) continue;
            await output.WriteAsync(lines, ct);
            lines.Clear();
        }
        await output.WriteAsync(lines, ct);
    }

    private static string? At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Units(long micros) => Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture);
}
