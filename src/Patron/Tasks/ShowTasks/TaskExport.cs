using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Workday.Contracts;

namespace Patron.Tasks.ShowTasks;

/// <summary>GET /tasks/export: the list as a file, under the same filters.</summary>
internal static class TaskExport
{
    private const int AtOnce = 2_000;

    public static void MapTaskExport(this IEndpointRouteBuilder app) => app.MapGet(TaskUrls.Export, Write).RequirePermission(Permissions.ExportData);

    private static PushStreamHttpResult Write(HttpContext http, TaskReads reads, ICustomerBase customerBase, IColleagues colleagues, ITeams teams, IDbContextFactory<PatronDb> contexts, ICurrentUser who) => TypedResults.Stream(async stream =>
    {
        var ct = http.RequestAborted;
        var (filter, snapshot) = (TaskAddress.Of(http.Request.Query).Filter, customerBase.Current);
        var (names, queues) = ((await colleagues.All(ct)).ToDictionary(c => c.Id, c => c.Email ?? c.Name), (await teams.All(ct)).ToDictionary(t => t.Id, t => t.Name));
        RowFields own;
        await using (var db = await contexts.CreateDbContextAsync(ct)) own = await RowFields.Read(db, RowSubject.Task, ct);
        await using var output = new StreamWriter(stream, CsvLines.Encoding);
        var lines = new StringBuilder();
        CsvLines.Write(lines, ["id", "customer", "name", "kind", "state", "priority", "title", "details", "due", "owner", "team", "from_team", "promised_to", "created", "accepted", "done", "reason", .. own.All.Select(f => f.Key)]);
        for (var skip = 0; ; skip += AtOnce)
        {
            var (tasks, _) = await reads.List(filter, skip, AtOnce, who.Id, ct);
            foreach (var t in tasks)
            {
                var values = RowValues.Read(t.Custom);
                CsvLines.Write(lines, [t.Id.ToString(), t.Customer.ToString(), CustomerNames.Of(snapshot, t.Customer), Word(t.Kind), Word(t.State), Word(t.Priority), t.Title, t.Details, At(t.Due), Name(t.Owner), Queue(t.Team), Queue(t.From),
                    t.PromisedTo, At(t.CreatedAt), At(t.AcceptedAt), At(t.DoneAt), t.Reason, .. own.All.Select(f => values.GetValueOrDefault(f.Key))]);
            }
            await output.WriteAsync(lines, ct);
            lines.Clear();
            if (tasks.Count < AtOnce) break;
        }

        string? Name(UserId? user) => user is { } id ? names.GetValueOrDefault(id) : null;
        string? Queue(TeamId? team) => team is { } id ? queues.GetValueOrDefault(id) : null;
    }, "text/csv; charset=utf-8", "tasks.csv");

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string? At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
