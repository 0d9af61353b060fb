using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tasks.ShowTasks;
using Patron.Workday.Contracts;

namespace Patron.Tasks.ShareCalendar;

/// <summary>Calendars that other programs fetch by a secret address; only its digest is kept, so it is shown once and made anew when lost.</summary>
internal sealed class CalendarFeed(IDbContextFactory<PatronDb> contexts, IColleagues colleagues, ITeams teams, ICustomerBase customerBase, IVisibility visibility, TimeProvider clock)
{
    private const int Most = 2_000;
    private static readonly TimeSpan Past = TimeSpan.FromDays(30), Moment = TimeSpan.FromMinutes(15);

    public async Task<PersonRow?> Of(UserId user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<PersonRow>().AsNoTracking().FirstOrDefaultAsync(p => p.UserId == user, ct);
    }

    /// <summary>A new secret; the one before works no more.</summary>
    public async Task<string> Renew(UserId user, CancellationToken ct)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await Change(user, person => (person.Digest, person.MadeAt) = (DigestOf(secret), clock.GetUtcNow()), ct);
        return secret;
    }

    public Task Revoke(UserId user, CancellationToken ct) => Change(user, person => (person.Digest, person.MadeAt) = (null, null), ct);

    public Task SetMail(UserId user, bool mail, CancellationToken ct) => Change(user, person => person.Mail = mail, ct);

    /// <summary>Null where nobody has this secret, or may not sign in any more.</summary>
    /// <param name="team">The tasks of everybody in the person's team and of its queue; null where the person is in none.</param>
    /// <param name="link">Makes the address of a task's page.</param>
    public async Task<string?> Read(string secret, bool team, Func<CustomerId, TaskId, string> link, Texts texts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var digest = DigestOf(secret);
        if (await db.Set<PersonRow>().AsNoTracking().FirstOrDefaultAsync(p => p.Digest == digest, ct) is not { } person) return null;
        var people = (await colleagues.All(ct)).ToDictionary(c => c.Id);
        if (people.GetValueOrDefault(person.UserId) is not { SignsIn: true } colleague) return null;
        var theirs = team ? (await teams.All(ct)).Of(person.UserId) : null;
        if (team && theirs is null) return null;
        var (owners, queue, since) = (theirs is null ? (UserId?[])[person.UserId] : theirs.Members.Select(m => (UserId?)m.User).ToArray(), theirs?.Id, clock.GetUtcNow() - Past);
        var tasks = await db.Tasks.AsNoTracking().Where(t => (owners.Contains(t.OwnerId) || (queue != null && t.TeamId == queue)) && (t.Due >= since || (t.State != TaskState.Done && t.State != TaskState.Cancelled)))
            .OrderByDescending(t => t.Due).Take(Most).ToListAsync(ct);
        var (text, snapshot) = (texts.For(Language.Choose(colleague.Language, null)), customerBase.Current);
        // Whoever has the address sees what its owner may see.
        if (visibility.Set(snapshot, person.UserId) is { } visible) tasks.RemoveAll(t => !(snapshot.TryIndex(t.CustomerId.Value, out var at) && visible.Get(at)));
        return ICalendar.Write(theirs?.Name ?? text["tasks.calendar.name"],
            tasks.Select(t => Event(t, CustomerNames.Of(snapshot, t.CustomerId), theirs is not null && t.OwnerId is { } owner ? people.GetValueOrDefault(owner)?.Name : null, link(t.CustomerId, t.Id), text)));
    }

    private static CalendarEvent Event(TaskRow task, string? customer, string? whose, string url, Sentences text)
    {
        var busy = task.Kind == TaskKind.Meeting;
        var length = busy ? TimeSpan.FromMinutes(task.Minutes ?? TaskDecisions.UsualMeeting) : Moment;
        var title = task.State == TaskState.Done ? text.Get("tasks.calendar.done", new { title = task.Title }) : task.Title;
        // A file may name the last minute that there is.
        var end = task.Due <= DateTimeOffset.MaxValue - length ? task.Due + length : DateTimeOffset.MaxValue;
        return new($"{task.Id}@patron", task.Version, ((DateTimeOffset?[])[task.CreatedAt, task.AcceptedAt, task.DoneAt]).Max()!.Value, task.Due, end,
            $"{TaskWords.Of(task.Kind, text)}: {string.Join(" – ", ((string?[])[title, customer, whose]).OfType<string>())}", task.Details, url, task.State == TaskState.Cancelled, busy);
    }

    private async Task Change(UserId user, Action<PersonRow> change, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var person = await db.Set<PersonRow>().FirstOrDefaultAsync(p => p.UserId == user, ct);
        if (person is null) db.Add(person = new() { UserId = user, Mail = false });
        change(person);
        await db.SaveChangesAsync(ct);
    }

    private static string DigestOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
