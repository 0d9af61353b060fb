using Microsoft.EntityFrameworkCore;
using Patron.Customers;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Interactions;
using Patron.Interactions.KeepContacts;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Sales.MoveDeals;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.Tasks;
using Patron.Tests.Exporting;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Tasks;

/// <summary>Tasks, teams, logged contacts and marked notes leave with everything and come back as they were.</summary>
public sealed class TaskExportTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_the_working_day_made_comes_back_and_twice_changes_nothing(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await RandomCompany.Fill(first, 5);
        var (tom, mei, _, delivery) = await TaskTests.People(first);
        var (customer, tasks) = (await Somebody(first), first.Get<TaskBook>());
        var promise = (await tasks.Add(new(customer, TaskKind.Promise, "A promise, \"kept\"", first.Clock.Now.AddHours(1)) { Owner = tom, PromisedTo = "그의 아내", Details = "two\nlines" }, mei, Ct)).Value!.Task;
        await tasks.Complete(customer, promise.Id, null, tom, Ct);
        var offered = (await tasks.Add(new(customer, TaskKind.HandOver, "Over to you", first.Clock.Now.AddHours(9)) { Team = delivery }, tom, Ct)).Value!.Task;
        await tasks.Return(customer, offered.Id, offered.Version, "no address", mei, Ct);
        await first.Get<ContactBook>().Log(new(customer, "visit", Direction.In, first.Clock.Now, new("Subject", "What was said", null, "Ms Young", Mood.Good, Critical: true)), mei, Ct);
        await Refer(first, customer, tom);
        var note = (await first.Get<Patron.Interactions.Contracts.INotes>().Add(customer, "Never say it", mei, Ct)).Value!.Note!;
        await first.Get<Patron.Interactions.Contracts.INotes>().Mark(customer, note.Id, note.Version, true, mei, Ct);
        await using (var db = await first.Db())
        {
            db.Add(new Patron.Workday.KeepTeams.SkillRow { UserId = tom, Skills = "tea, \"cups\"", Languages = "ko" });
            await db.SaveChangesAsync(Ct);
        }
        var archive = await ArchiveFiles.Export(first, "first.zip");

        await using var second = await PatronServices.Start(kind);
        Assert.Null((await second.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);
        Assert.Equal(Files(archive), Files(await ArchiveFiles.Export(second, "second.zip")));
        Assert.True(Files(archive).Values.Count(text => text.Count(sign => sign == '\n') > 1) >= 6);
        Assert.Null((await second.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);
        Assert.Equal(Convert.ToInt64(await first.Ask("select count(*) from tasks_tasks"), null), Convert.ToInt64(await second.Ask("select count(*) from tasks_tasks"), null));
        foreach (var (table, kind_, id) in ((string, string, string)[])[("service_tickets", "ticket", "reference_id"), ("interactions", "interaction", "proof_id"), ("sales_opportunities", "opportunity", "reference_id"), ("purchases_orders", "order", "proof_id"), ("sales_steps", "deal-step", "proof_id")])
            Assert.Equal(1L, Convert.ToInt64(await second.Ask($"select count(*) from tasks_tasks t join {table} n on n.customer_id = t.customer_id and n.id = t.{id} where t.{id.Replace("_id", "_kind", StringComparison.Ordinal)} = '{kind_}'"), null));
    }

    private static async Task<CustomerId> Somebody(PatronServices patron)
    {
        var id = await patron.Ask("select min(o.customer_id) from purchases_orders o join identity_source_records r on r.customer_id = o.customer_id join customers c on c.id = o.customer_id where c.deleted_at is null");
        return new(Convert.ToInt64(id, null));
    }

    /// <summary>A task about each kind of thing, or proved by it; things of which there are several are told apart.</summary>
    private static async Task Refer(PatronServices patron, CustomerId customer, UserId by)
    {
        var ticket = (await patron.Get<TicketBook>().Open(new(customer, TicketKind.Question, "When?"), by, Ct)).Value!.Ticket.Id.Value;
        patron.Clock.Advance(TimeSpan.FromHours(1));
        await patron.Get<ContactBook>().Log(new(customer, "visit", Direction.In, patron.Clock.Now, new("Another", null, null, null, null, Critical: false)), by, Ct);
        var edit = new DealEdit("Shelves", 5_000_000, null, false, null, null, null, new("Call", new DateOnly(2026, 3, 9)));
        var deal = (await patron.Get<DealDeeds>().Open(customer, null, null, null, edit, by, Ct)).Value!.Deal;
        patron.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null((await patron.Get<DealDeeds>().Move(deal, 1, 3, edit.Next, by, Ct)).Refusal);
        await using var db = await patron.Db();
        foreach (var (about, proof) in (((string, long), (string, long))[])
                 [
                     (("ticket", ticket), ("interaction", await Last("interactions", "at"))), (("opportunity", deal.Value), ("order", await Last("purchases_orders", "at"))),
                     (("interaction", await Last("interactions", "id")), ("deal-step", await Last("sales_steps", "at"))),
                 ])
            db.Add(new TaskRow
            {
                CustomerId = customer, Id = patron.Get<IdMaker>().Next<TaskId>(), Kind = TaskKind.Task, State = TaskState.Done, Priority = TaskPriority.Low, Title = $"About {about.Item1}", Due = patron.Clock.Now, FirstDue = patron.Clock.Now,
                OwnerId = by, CreatedAt = patron.Clock.Now, DoneAt = patron.Clock.Now, ReferenceKind = about.Item1, ReferenceId = about.Item2, ProofKind = proof.Item1, ProofId = proof.Item2, Version = 1,
            });
        await db.SaveChangesAsync(Ct);

        async Task<long> Last(string table, string column) => Convert.ToInt64(await patron.Ask($"select id from {table} where customer_id = {customer.Value} order by {column} desc, id desc limit 1"), null);
    }

    /// <summary>The parts of the working day, with our own people, by their names.</summary>
    private static SortedDictionary<string, string> Files(string archive) => ArchiveFiles.Of(archive, "team", "work-teams", "work-skills", "tasks", "contacts", "notes");
}
