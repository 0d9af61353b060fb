using System.Globalization;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tasks.KeepTasks;
using Patron.Tasks.ShareCalendar;
using Patron.Tasks.ShowTasks;
using Microsoft.EntityFrameworkCore;

namespace Patron.Tasks.WatchTasks;

/// <summary>Reminds the owner of a task by mail, where that is wished. The message in the outbox names ids alone; what the mail says is read when it is sent.</summary>
internal sealed class ReminderMail(TaskBook book, CalendarFeed people, IColleagues colleagues, ICustomerBase customerBase, IMailSender mail, Texts texts, IDbContextFactory<PatronDb> contexts) : IOutboxHandler
{
    public const string TopicName = "task-reminder";

    public string Topic => TopicName;

    public async Task Handle(long messageId, string payload, CancellationToken ct)
    {
        var parts = payload.Split(':');
        var (customer, id) = (new CustomerId(long.Parse(parts[0], CultureInfo.InvariantCulture)), new TaskId(long.Parse(parts[1], CultureInfo.InvariantCulture)));
        // It may be done, gone or somebody else's by now, and mail may be switched off.
        if (await book.Find(customer, id, ct) is not { IsOpen: true, Owner: { } owner } task || await people.Of(owner, ct) is not { Mail: true } || !await mail.IsSetUp(ct)) return;
        if ((await colleagues.All(ct)).FirstOrDefault(c => c.Id == owner) is not { SignsIn: true, Email: { } to } who) return;
        TimeZoneInfo zone;
        await using (var db = await contexts.CreateDbContextAsync(ct)) zone = (await db.Organisation(ct)).Zone;
        var text = texts.For(Language.Choose(who.Language, null));
        var at = text.Formats.At(TimeZoneInfo.ConvertTime(task.Due, zone));
        var name = CustomerNames.Of(customerBase.Current, customer) ?? text["tasks.nameless"];
        // A name goes into a header, where a line's end would begin another one.
        await mail.Send(new(to, string.Concat(who.Name.Where(letter => !char.IsControl(letter))), text.Get("tasks.mail.subject", new { title = task.Title }),
            text.Get("tasks.mail.text", new { kind = TaskWords.Of(task.Kind, text), title = task.Title, at, name, details = task.Details ?? "", more = task.Details is null ? "no" : "yes" }), $"task-{messageId.ToString(CultureInfo.InvariantCulture)}"), ct);
    }
}
