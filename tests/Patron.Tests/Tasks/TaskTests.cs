using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tasks;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tasks.ShowDay;
using Patron.Tests.Purchases;
using Patron.Workday.Contracts;
using Patron.Workday.KeepTeams;
using Microsoft.Extensions.DependencyInjection;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Tasks;

/// <summary>What may be done with tasks, promises and hand-overs, and what is refused.</summary>
public sealed class TaskTests
{
    private static readonly CustomerId Customer = new(7);
    private static readonly Reference Call = new("test", 5);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_task_is_added_done_and_each_step_taken_back_by_who_did_it(Database kind)
    {
        await using var patron = await Begin(kind);
        var (tasks, undo) = (patron.Get<TaskBook>(), patron.Get<DeedUndo>());
        var (tom, mei, _, _) = await People(patron);
        var added = (await tasks.Add(New(TaskKind.Task, "Send the price list") with { Owner = mei }, tom, Ct)).Value!;
        Assert.Equal((TaskState.Open, "Send the price list", mei, tom), (added.Task.State, added.Task.Title, added.Task.Owner!.Value, added.Task.CreatedBy!.Value));
        Assert.Equal(added.Task, (await tasks.OpenOf(Customer, Ct)).Single());

        var done = (await tasks.Complete(Customer, added.Task.Id, null, mei, Ct)).Value!;
        Assert.Equal((TaskState.Done, patron.Clock.GetUtcNow(), mei), (done.Task.State, done.Task.DoneAt!.Value, done.Task.DoneBy!.Value));
        Assert.Empty(await tasks.OpenOf(Customer, Ct));
        Assert.Equal("tasks.refused.closed", (await tasks.Complete(Customer, added.Task.Id, null, mei, Ct)).Refusal!.Key);

        Assert.Equal("kernel.deed.gone", (await undo.Undo(done.ChangeSet, tom, Ct)).Refusal!.Key);
        Assert.Equal("kernel.deed.changed", (await undo.Undo(added.ChangeSet, tom, Ct)).Refusal!.Key);
        Assert.Null((await undo.Undo(done.ChangeSet, mei, Ct)).Refusal);
        Assert.Equal("kernel.deed.undone", (await undo.Undo(done.ChangeSet, mei, Ct)).Refusal!.Key);
        var open = (await tasks.OpenOf(Customer, Ct)).Single();
        Assert.Equal((TaskState.Open, null, null), (open.State, open.DoneAt, open.DoneBy));
        Assert.Equal("tasks.refused.changed", (await tasks.Postpone(Customer, open.Id, added.Task.Version, open.Due, tom, Ct)).Refusal!.Key);

        Assert.Null((await undo.Undo(added.ChangeSet, tom, Ct)).Refusal);
        Assert.Null(await tasks.Find(Customer, added.Task.Id, Ct));
        Assert.Equal("tasks.refused.gone", (await tasks.Complete(Customer, added.Task.Id, null, tom, Ct)).Refusal!.Key);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_hand_over_is_done_only_by_what_happened_after_it_was_accepted(Database kind)
    {
        var happened = new Happenings();
        await using var patron = await Begin(kind, happened);
        var tasks = patron.Get<TaskBook>();
        var (tom, mei, sales, delivery) = await People(patron);
        var offered = (await tasks.Add(New(TaskKind.HandOver, "Visit the plant") with { Team = delivery }, tom, Ct)).Value!.Task;
        Assert.Equal((TaskState.Offered, sales, delivery, null), (offered.State, offered.From!.Value, offered.Team!.Value, offered.Owner));
        Assert.Equal("tasks.refused.notaccepted", (await tasks.Complete(Customer, offered.Id, null, mei, Ct)).Refusal!.Key);
        Assert.Equal("tasks.refused.offer", (await tasks.Assign(Customer, offered.Id, offered.Version, mei, null, tom, Ct)).Refusal!.Key);

        // Whoever gives it does not take it as well.
        Assert.Equal("tasks.refused.notforyou", (await tasks.Accept(Customer, offered.Id, offered.Version, tom, Ct)).Refusal!.Key);
        Assert.Equal("tasks.refused.notforyou", (await tasks.Return(Customer, offered.Id, offered.Version, "No", tom, Ct)).Refusal!.Key);
        Assert.Equal("tasks.refused.reason", (await tasks.Return(Customer, offered.Id, offered.Version, "  ", mei, Ct)).Refusal!.Key);
        var returned = (await tasks.Return(Customer, offered.Id, offered.Version, "No address", mei, Ct)).Value!.Task;
        Assert.Equal((TaskState.Returned, tom, sales, "No address"), (returned.State, returned.Owner!.Value, returned.Team!.Value, returned.Reason));
        var again = (await tasks.Offer(Customer, offered.Id, returned.Version, delivery, null, tom, Ct)).Value!.Task;
        var accepted = (await tasks.Accept(Customer, offered.Id, again.Version, mei, Ct)).Value!.Task;
        Assert.Equal((TaskState.Accepted, mei, null), (accepted.State, accepted.Owner!.Value, accepted.Reason));

        Assert.Equal("tasks.refused.proof", (await tasks.Complete(Customer, offered.Id, null, mei, Ct)).Refusal!.Key);
        Assert.Equal("tasks.refused.proof", (await tasks.Complete(Customer, offered.Id, Call, mei, Ct)).Refusal!.Key);
        happened.At = accepted.AcceptedAt!.Value.AddSeconds(-1);
        Assert.Equal("tasks.refused.proof", (await tasks.Complete(Customer, offered.Id, Call, mei, Ct)).Refusal!.Key);
        happened.At = accepted.AcceptedAt.Value;
        var done = (await tasks.Complete(Customer, offered.Id, Call, mei, Ct)).Value!.Task;
        Assert.Equal((TaskState.Done, Call), (done.State, done.Proof!.Value));
        Assert.Equal(TaskState.Accepted, (await tasks.Reopen(Customer, offered.Id, done.Version, tom, Ct)).Value!.Task.State);
    }

    [Fact]
    public async Task What_is_missing_too_long_or_not_there_is_refused()
    {
        await using var patron = await Begin(Database.Sqlite);
        var tasks = patron.Get<TaskBook>();
        var (tom, _, _, delivery) = await People(patron);
        Assert.Equal("tasks.refused.title", await Refused(New(TaskKind.Task, " ") with { Owner = tom }));
        Assert.Equal("tasks.refused.toolong", await Refused(New(TaskKind.Task, new('x', 201)) with { Owner = tom }));
        Assert.Equal("tasks.refused.toolong", await Refused(New(TaskKind.Task, "x") with { Owner = tom, Details = new('x', 4_001) }));
        Assert.Equal("tasks.refused.owner", await Refused(New(TaskKind.Task, "x")));
        Assert.Equal("tasks.refused.owner", await Refused(New(TaskKind.Task, "x") with { Owner = new(99) }));
        Assert.Equal("tasks.refused.team", await Refused(New(TaskKind.HandOver, "x") with { Owner = tom }));
        Assert.Equal("tasks.refused.team", await Refused(New(TaskKind.HandOver, "x") with { Team = new(99) }));
        Assert.Equal("tasks.refused.minutes", await Refused(New(TaskKind.Meeting, "x") with { Owner = tom, Minutes = 1_441 }));
        Assert.Equal("tasks.refused.gone", await Refused(New(TaskKind.Task, "x") with { Owner = tom, Customer = new(-1) }));
        var meeting = (await tasks.Add(New(TaskKind.Meeting, new('x', 200)) with { Owner = tom, Team = delivery }, tom, Ct)).Value!.Task;
        Assert.Equal((60, delivery), (meeting.Minutes!.Value, meeting.Team!.Value));
        Assert.Equal("tasks.refused.nohandover", (await tasks.Accept(Customer, meeting.Id, meeting.Version, tom, Ct)).Refusal!.Key);
        Assert.Equal("tasks.refused.open", (await tasks.Reopen(Customer, meeting.Id, meeting.Version, tom, Ct)).Refusal!.Key);

        async Task<string> Refused(NewTask task) => (await tasks.Add(task, tom, Ct)).Refusal!.Key;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_promise_is_kept_by_the_time_first_promised_and_not_by_putting_it_off(Database kind)
    {
        await using var patron = await Begin(kind);
        var (tasks, reads) = (patron.Get<TaskBook>(), patron.Get<TaskReads>());
        var (tom, mei, sales, _) = await People(patron);
        var now = patron.Clock.GetUtcNow();
        async Task<CustomerTask> Promise(int hours, UserId owner) => (await tasks.Add(New(TaskKind.Promise, "p") with { Owner = owner, Due = now.AddHours(hours) }, owner, Ct)).Value!.Task;
        var (kept, late, broken, putOff, waiting, cancelled) = (await Promise(2, tom), await Promise(2, tom), await Promise(2, tom), await Promise(2, tom), await Promise(48, tom), await Promise(2, mei));
        await tasks.Postpone(Customer, putOff.Id, putOff.Version, now.AddHours(40), tom, Ct);
        await tasks.Cancel(Customer, cancelled.Id, cancelled.Version, "changed his mind", mei, Ct);
        patron.Clock.Advance(TimeSpan.FromHours(2));
        await tasks.Complete(Customer, kept.Id, null, tom, Ct);
        patron.Clock.Advance(TimeSpan.FromHours(1));
        await tasks.Complete(Customer, late.Id, null, tom, Ct);
        await tasks.Complete(Customer, putOff.Id, null, tom, Ct);

        var counts = await reads.Promises(TaskKind.Promise, now, now.AddDays(10), null, Ct);
        Assert.Equal(new PromiseCount(tom, null, Kept: 1, Late: 2, Broken: 1, Waiting: 1), counts.Single(c => c.Owner == tom));
        Assert.Equal(new PromiseCount(mei, null, 0, 0, 1, 0), counts.Single(c => c.Owner == mei));
        Assert.Equal([broken.Id], (await reads.List(new("overdue"), 0, 10, null, Ct)).Tasks.Select(t => t.Id));
        Assert.Equal([waiting.Id], (await reads.List(new("open", Words: "P"), 1, 10, null, Ct)).Tasks.Select(t => t.Id));
        Assert.Equal(sales, (await patron.Get<ITeams>().All(Ct)).Of(tom)!.Id);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task My_day_has_what_is_overdue_due_offered_and_promised_of_mine_and_my_teams_queue(Database kind)
    {
        await using var patron = await Begin(kind);
        var tasks = patron.Get<TaskBook>();
        var (tom, mei, sales, delivery) = await People(patron);
        var (now, text) = (patron.Clock.GetUtcNow(), new Texts().For(Language.English));
        async Task Add(TaskKind of, string title, double hours, UserId? owner, TeamId? team = null) => Assert.Null((await tasks.Add(New(of, title) with { Owner = owner, Team = team, Due = now.AddHours(hours) }, tom, Ct)).Refusal);
        await Add(TaskKind.Task, "overdue", -1, mei);
        await Add(TaskKind.CallBack, "today", 1, mei);
        await Add(TaskKind.Task, "tomorrow", 30, mei);
        await Add(TaskKind.Promise, "promised", 30, mei);
        await Add(TaskKind.HandOver, "offered", 30, null, delivery);
        await Add(TaskKind.Task, "queued", 2, null, delivery);
        await Add(TaskKind.Task, "of Tom", 1, tom);
        var end = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);

        var items = await patron.Get<TaskDay>().For(new([mei], [delivery], [], now, end, 100, text), Ct);
        Assert.Equal(
            [(DayGroup.Overdue, "overdue"), (DayGroup.Today, "queued"), (DayGroup.Today, "today"), (DayGroup.New, "offered"), (DayGroup.Promised, "promised")],
            items.Select(i => (i.Group, i.Text)).OrderBy(i => i.Group).ThenBy(i => i.Text, StringComparer.Ordinal));
        Assert.Equal(2, await patron.Get<TaskDay>().Count([mei], end, Ct));
        Assert.Equal([new CustomerId(7)], await patron.Get<TaskDay>().InTouch([new(7), new(8)], now, Ct));
        Assert.Equal(["of Tom"], (await patron.Get<TaskDay>().For(new([tom], [sales], [], now, end, 100, text), Ct)).Select(i => i.Text));
    }

    internal static NewTask New(TaskKind kind, string title) => new(Customer, kind, title, new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    private static async Task<PatronServices> Begin(Database kind, Happenings? happened = null) => await PatronServices.Start(kind, services =>
    {
        services.AddSingleton<Patron.Customers.Contracts.ICustomers, SimpleCustomers>();
        if (happened is not null) services.AddSingleton<IProvesTasks>(happened);
    });

    /// <summary>Tom of telesales, whom nobody leads, and Mei who leads delivery.</summary>
    internal static async Task<(UserId Tom, UserId Mei, TeamId Sales, TeamId Delivery)> People(PatronServices patron)
    {
        await using var db = await patron.Db();
        var (tom, mei, sales, delivery) = (new UserId(11), new UserId(12), new TeamId(21), new TeamId(22));
        foreach (var (id, name) in ((UserId, string)[])[(tom, "Tom"), (mei, "Mei")])
            db.Add(new Patron.Access.User { Id = id, Email = name + "@patron.example", EmailKey = name.ToLowerInvariant() + "@patron.example", Name = name, Role = "administrator", PasswordHash = "x", Stamp = "x", CreatedAt = patron.Clock.Now });
        db.AddRange(new TeamRow { Id = sales, Name = "Telesales" }, new TeamRow { Id = delivery, Name = "Delivery" });
        db.AddRange(new MemberRow { UserId = tom, TeamId = sales, Leads = false }, new MemberRow { UserId = mei, TeamId = delivery, Leads = true });
        await db.SaveChangesAsync(Ct);
        return (tom, mei, sales, delivery);
    }

    /// <summary>One thing that may have happened.</summary>
    private sealed class Happenings : IProvesTasks
    {
        public DateTimeOffset? At { get; set; }

        public Task<IReadOnlyList<Happening>> Since(CustomerId customer, DateTimeOffset since, Sentences sentences, CancellationToken ct) => Task.FromResult<IReadOnlyList<Happening>>([]);

        Task<DateTimeOffset?> IProvesTasks.At(BulkSession session, CustomerId customer, Reference thing, CancellationToken ct) => Task.FromResult(thing == Call && customer == Customer ? At : null);
    }
}
