using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tasks.ShareCalendar;
using Patron.Tasks.WatchTasks;
using Patron.Tests.Purchases;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Tasks;

/// <summary>What is late is told to a leader once, and who wished is reminded once.</summary>
public sealed class TaskWatchTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_nobody_accepted_or_did_is_escalated_once_within_business_hours(Database kind)
    {
        await using var patron = await Begin(kind, new());
        var (tasks, watch) = (patron.Get<TaskBook>(), patron.Get<TaskWatch>());
        var (tom, mei, _, delivery) = await TaskTests.People(patron);
        // Monday, half past nine in London; open from nine to six.
        var offered = (await tasks.Add(TaskTests.New(TaskKind.HandOver, "Offered") with { Team = delivery, Due = Hours(30) }, tom, Ct)).Value!.Task;
        var due = (await tasks.Add(TaskTests.New(TaskKind.Task, "Due") with { Owner = mei, Due = Hours(2) }, tom, Ct)).Value!.Task;
        var done = (await tasks.Add(TaskTests.New(TaskKind.Task, "Done") with { Owner = mei, Due = Hours(2) }, tom, Ct)).Value!.Task;
        await tasks.Complete(done.Customer, done.Id, null, mei, Ct);

        patron.Clock.Advance(TimeSpan.FromHours(4) - TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await watch.Look(Ct)).Escalated);
        patron.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await watch.Look(Ct)).Escalated);
        Assert.Equal(patron.Clock.Now, (await tasks.Find(offered.Customer, offered.Id, Ct))!.EscalatedAt);
        // Due at half past eleven on Monday; eight open hours later it is half past ten on Tuesday.
        patron.Clock.Now = Hours(25) - TimeSpan.FromSeconds(1);
        Assert.Equal(0, (await watch.Look(Ct)).Escalated);
        patron.Clock.Now = Hours(25);
        Assert.Equal(1, (await watch.Look(Ct)).Escalated);
        var late = (await tasks.Find(due.Customer, due.Id, Ct))!;
        Assert.NotNull(late.EscalatedAt);
        Assert.Equal(0, (await watch.Look(Ct)).Escalated);
        Assert.Equal(["task.escalate", "task.add"], (await patron.Get<TaskReads>().History(late, Ct)).Select(s => s.Kind));

        DateTimeOffset Hours(double hours) => new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero).AddHours(hours);
    }

    [Fact]
    public async Task Who_wishes_it_is_reminded_by_mail_once_and_not_of_what_is_done()
    {
        var mails = new Mails();
        await using var patron = await Begin(Database.Sqlite, mails);
        var (tasks, watch, outbox) = (patron.Get<TaskBook>(), patron.Get<TaskWatch>(), patron.Get<OutboxDelivery>());
        var (tom, mei, _, _) = await TaskTests.People(patron);
        await patron.Get<CalendarFeed>().SetMail(mei, true, Ct);
        await tasks.Add(TaskTests.New(TaskKind.CallBack, "Ring back") with { Owner = mei, Details = "about the bill" }, tom, Ct);
        await tasks.Add(TaskTests.New(TaskKind.CallBack, "Tom wants no mail") with { Owner = tom }, tom, Ct);
        var done = (await tasks.Add(TaskTests.New(TaskKind.Meeting, "Done in between") with { Owner = mei }, tom, Ct)).Value!.Task;

        patron.Clock.Now = new(2026, 3, 2, 11, 44, 59, TimeSpan.Zero);
        Assert.Equal(0, (await watch.Look(Ct)).Reminded);
        patron.Clock.Now = new(2026, 3, 2, 11, 45, 0, TimeSpan.Zero);
        Assert.Equal(3, (await watch.Look(Ct)).Reminded);
        await using (var db = await patron.Db())
            Assert.All(await db.Set<OutboxMessage>().Select(m => m.Payload).ToListAsync(Ct), p => Assert.Matches("^[0-9]+:[0-9]+$", p));
        await tasks.Complete(done.Customer, done.Id, null, mei, Ct);
        await outbox.DeliverDue(Ct);
        Assert.Equal(0, (await watch.Look(Ct)).Reminded);
        await outbox.DeliverDue(Ct);

        var mail = Assert.Single(mails.Sent);
        Assert.Equal(("Mei@patron.example", "Due soon: Ring back"), (mail.To, mail.Subject));
        Assert.Contains("12:00", mail.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n\nabout the bill", mail.Text, StringComparison.Ordinal);
    }

    private static Task<PatronServices> Begin(Database kind, Mails mails) => PatronServices.Start(kind, services => services
        .AddSingleton<Patron.Customers.Contracts.ICustomers, SimpleCustomers>().AddSingleton<CalendarFeed>().AddSingleton<IOutboxHandler, ReminderMail>().AddSingleton<IMailSender>(mails));

    private sealed class Mails : IMailSender
    {
        public List<Mail> Sent { get; } = [];

        public Task<bool> IsSetUp(CancellationToken ct) => Task.FromResult(true);

        public Task Send(Mail mail, CancellationToken ct)
        {
            Sent.Add(mail);
            return Task.CompletedTask;
        }
    }
}
