using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Web;
using Patron.Web.Deeds;
using Patron.Web.Forms;
using Patron.Workday.Contracts;

namespace Patron.Tasks.ShowTask;

/// <summary>The commands of a task. Each leads back to where it was given, with its Undo or with why it was refused.</summary>
internal static class TaskRoutes
{
    public static void MapTaskDeeds(this IEndpointRouteBuilder app)
    {
        var task = app.MapGroup("/customers/{id}/tasks/{task}").RequirePermission(Permissions.WriteCustomers);
        task.MapPost("/accept", ([AsParameters] Command c, TaskBook book) => c.Do((customer, id) => book.Accept(customer, id, c.Seen, c.Who.Id, c.Ct)));
        task.MapPost("/return", ([AsParameters] Command c, [FromForm] string? reason, TaskBook book) => c.Do((customer, id) => book.Return(customer, id, c.Seen, reason, c.Who.Id, c.Ct)));
        task.MapPost("/offer", ([AsParameters] Command c, [FromForm] string? team, [FromForm] string? owner, TaskBook book) => c.Do((customer, id) => book.Offer(customer, id, c.Seen, Team(team), User(owner), c.Who.Id, c.Ct)));
        task.MapPost("/done", ([AsParameters] Command c, [FromForm] string? proof, TaskBook book) => c.Do((customer, id) => book.Complete(customer, id, c.Seen, Thing(proof), c.Who.Id, c.Ct)));
        task.MapPost("/cancel", ([AsParameters] Command c, [FromForm] string? reason, TaskBook book) => c.Do((customer, id) => book.Cancel(customer, id, c.Seen, reason, c.Who.Id, c.Ct)));
        task.MapPost("/reopen", ([AsParameters] Command c, TaskBook book) => c.Do((customer, id) => book.Reopen(customer, id, c.Seen, c.Who.Id, c.Ct)));
        task.MapPost("/assign", ([AsParameters] Command c, [FromForm] string? owner, [FromForm] string? team, TaskBook book) => c.Do((customer, id) => book.Assign(customer, id, c.Seen, User(owner), Team(team), c.Who.Id, c.Ct)));
        task.MapPost("/postpone", Postpone);
    }

    /// <summary>To the time given, else to the beginning of the next working day.</summary>
    private static async Task<IResult> Postpone([AsParameters] Command c, [FromForm] string? due, TaskBook book, IBusinessHours hours, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
    {
        await using var db = await contexts.CreateDbContextAsync(c.Ct);
        var zone = (await db.Organisation(c.Ct)).Zone;
        if (due is not null && LocalTimes.Read(due, zone) is null) return c.Refuse(new NoDue());
        return await c.Do(async (customer, id) => await book.Postpone(customer, id, c.Seen, LocalTimes.Read(due, zone) ?? await NextMorning(hours, zone, clock.GetUtcNow(), c.Ct), c.Who.Id, c.Ct));
    }

    /// <summary>When business opens after today; without business hours nine o'clock tomorrow.</summary>
    private static async Task<DateTimeOffset> NextMorning(IBusinessHours hours, TimeZoneInfo zone, DateTimeOffset now, CancellationToken ct)
    {
        var midnight = LocalTimes.Midnight(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(1), zone);
        return (await hours.Calendar(ct)).NextOpen(midnight) ?? midnight.AddHours(9);
    }

    private static UserId? User(string? text) => IdText.TryRead<UserId>(text, out var user) ? user : null;

    private static TeamId? Team(string? text) => IdText.TryRead<TeamId>(text, out var team) ? team : null;

    /// <summary>"interaction:123".</summary>
    private static Reference? Thing(string? text) =>
        text?.Split(':') is [{ Length: > 0 and <= TaskTable.LongestKind } kind, var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new(kind, id) : null;

    /// <summary>What every command has.</summary>
    internal sealed class Command
    {
        [FromRoute(Name = "id")] public string Customer { get; set; } = "";
        [FromRoute(Name = "task")] public string Task { get; set; } = "";
        [FromForm(Name = "version")] public int Seen { get; set; }
        [FromForm(Name = "back")] public string? Back { get; set; }
        [FromServices] public ICurrentUser Who { get; set; } = null!;
        [FromServices] public IVisibility Visibility { get; set; } = null!;
        public CancellationToken Ct { get; set; }

        /// <summary>Where it was given, else the task's page.</summary>
        private string Return => !string.IsNullOrEmpty(Back) ? Urls.Local(Back)
            : IdText.TryRead<CustomerId>(Customer, out var customer) && IdText.TryRead<TaskId>(Task, out var task) ? TaskUrls.One(customer, task) : Urls.Home;

        public async Task<IResult> Do(Func<CustomerId, TaskId, Task<Result<TaskChanged>>> deed)
        {
            if (!IdText.TryRead<CustomerId>(Customer, out var customer) || !IdText.TryRead<TaskId>(Task, out var task) || !await Visibility.Sees(customer, Who.Id, Ct)) return TypedResults.NotFound();
            var done = await deed(customer, task);
            return done.Refusal is { } refusal ? Refuse(refusal) : TypedResults.LocalRedirect(DeedUrls.Done(Return, done.Value!.ChangeSet));
        }

        public IResult Refuse(Refusal refusal) => refusal is TaskGone ? TypedResults.NotFound() : TypedResults.LocalRedirect(DeedUrls.With(Return, DeedUrls.Failed, refusal.Key));
    }
}
