using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Interactions.KeepFiles;
using Patron.Kernel;
using Patron.Tasks.Contracts;

namespace Patron.Interactions.KeepContacts;

/// <param name="Kind">One of <see cref="InteractionKinds.Contacts"/>.</param>
/// <param name="About">A thing of another room that it was about.</param>
/// <param name="Serves">A task that this contact does: it is done with it.</param>
/// <param name="Next">What is to be done next; its customer is the contact's.</param>
internal sealed record NewContact(
    CustomerId Customer, string Kind, Direction? Direction, DateTimeOffset At, ContactSaid Said, Reference? About = null, TaskId? Serves = null, NewTask? Next = null, SentFile? File = null);

/// <param name="ChangeSet">Its author may take it back.</param>
internal sealed record ContactChanged(Interaction? Contact, ChangeSetId ChangeSet);

/// <summary>Logs, edits and deletes contacts. Each is one transaction with a change set of the kind "contact." and what was done: a call, its next step and its file go and come together.</summary>
internal sealed class ContactBook(IDbContextFactory<PatronDb> contexts, ICustomers customers, ITasks tasks, FileKeeper files, IdMaker ids, TimeProvider clock)
{
    public const string Kinds = "contact.";

    // Clocks of people and of the server need not agree to the minute.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public async Task<Result<ContactChanged>> Log(NewContact contact, UserId? by, CancellationToken ct)
    {
        if (Check(contact.Kind, contact.At, contact.Said, contact.Next is not null || contact.Serves is not null) is { } refusal) return refusal;
        if (contact.File is { } sent && FileKeeper.Check(sent) is { } wrong) return wrong;
        if (await customers.Resolve(contact.Customer, ct) is not { } customer) return new ContactGone();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var changes = Recorder(session, "log", by);
        var row = new Interaction
        {
            CustomerId = customer, Id = ids.Next<InteractionId>(), At = contact.At, Kind = contact.Kind, Direction = contact.Direction, Agent = by,
            ReferenceKind = contact.About?.Kind, ReferenceId = contact.About?.Id, Payload = contact.Said.Trimmed.Over("{}"),
        };
        session.Db.Add(row);
        changes.Range(InteractionStore.Table, row.Id.Value, row.Id.Value);
        if (contact.File is { } file) await files.Keep(session, changes, row.CustomerId, row.Id, file, ct);
        if (contact.Next is { } next && (await tasks.Add(session, changes, next with { Customer = customer, About = next.About ?? new(IContacts.ReferenceKind, row.Id.Value) }, by, ct)).Refusal is { } unready) return unready;
        await session.Db.SaveChangesAsync(ct);
        if (contact.Serves is { } served)
        {
            // Only what is written can prove anything.
            if ((await tasks.Complete(session, changes, customer, served, new Reference(IContacts.ReferenceKind, row.Id.Value), by, ct)).Refusal is { } unserved) return unserved;
            await session.Db.SaveChangesAsync(ct);
        }
        session.Tell(Topics.Interactions, customer.Value);
        await session.Commit(ct);
        return new ContactChanged(row, changes.Set.Id);
    }

    public async Task<Result<ContactChanged>> Edit(CustomerId customer, InteractionId id, int version, string kind, Direction? direction, DateTimeOffset at, ContactSaid said, UserId? by, CancellationToken ct)
    {
        // A file's own word for a kind may stay.
        if (Check(InteractionKinds.Contacts.Contains(kind) ? kind : InteractionKinds.Call, at, said, servesSomething: false) is { } refusal) return refusal;
        return await Change(customer, id, version, "edit", by, (_, changes, row) =>
        {
            var before = Values(row);
            (row.Kind, row.Direction, row.At, row.Payload) = (InteractionKinds.Contacts.Contains(kind) ? kind : row.Kind, direction, at, said.Trimmed.Over(row.Payload));
            var (was, becomes) = Differ(before, Values(row));
            if (was.Count > 0) changes.Row(InteractionStore.Table, row.Id.Value, row.CustomerId, was, becomes);
            return Task.FromResult<Interaction?>(row);
        }, ct);
    }

    /// <summary>Goes to the customer's bin: its values lie in the change set, from where it comes back.</summary>
    public Task<Result<ContactChanged>> Delete(CustomerId customer, InteractionId id, int version, UserId? by, CancellationToken ct) =>
        Change(customer, id, version, "delete", by, (session, changes, row) =>
        {
            session.Db.Remove(row);
            changes.Row(InteractionStore.Table, row.Id.Value, row.CustomerId, Whole(row), null);
            return Task.FromResult<Interaction?>(null);
        }, ct);

    public Task<Result<ContactChanged>> Attach(CustomerId customer, InteractionId id, SentFile file, UserId? by, CancellationToken ct) =>
        FileKeeper.Check(file) is { } wrong ? Task.FromResult<Result<ContactChanged>>(wrong) : Change(customer, id, null, "attach", by, async (session, changes, row) =>
        {
            await files.Keep(session, changes, row.CustomerId, row.Id, file, ct);
            return row;
        }, ct);

    private async Task<Result<ContactChanged>> Change(
        CustomerId customer, InteractionId id, int? version, string deed, UserId? by, Func<BulkSession, ChangeRecorder, Interaction, Task<Interaction?>> change, CancellationToken ct)
    {
        if (await customers.Resolve(customer, ct) is not { } owner) return new ContactGone();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var row = await session.Db.Interactions.FirstOrDefaultAsync(i => i.CustomerId == owner && i.Id == id && i.Kind != InteractionKinds.Note, ct);
        if (row is null) return new ContactGone();
        if (version is { } seen && seen != row.Version) return new ContactChangedMeanwhile();
        var changes = Recorder(session, deed, by);
        var after = await change(session, changes, row);
        try
        {
            await session.Db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ContactChangedMeanwhile();
        }
        session.Tell(Topics.Interactions, owner.Value);
        await session.Commit(ct);
        return new ContactChanged(after, changes.Set.Id);
    }

    /// <param name="servesSomething">Whoever names a next step or does a task has said enough.</param>
    private Refusal? Check(string kind, DateTimeOffset at, ContactSaid said, bool servesSomething) =>
        !InteractionKinds.Contacts.Contains(kind) ? new NoSuchKind()
        : at > clock.GetUtcNow() + Ahead ? new NotYet()
        : !servesSomething && string.IsNullOrWhiteSpace(said.Subject) && string.IsNullOrWhiteSpace(said.Text) && string.IsNullOrWhiteSpace(said.Outcome) ? new NothingSaid()
        : said.Subject?.Length > ContactSaid.LongestLine ? new ContactTextTooLong(ContactFields.Subject, ContactSaid.LongestLine)
        : said.Outcome?.Length > ContactSaid.LongestLine ? new ContactTextTooLong(ContactFields.Outcome, ContactSaid.LongestLine)
        : said.With?.Length > ContactSaid.LongestLine ? new ContactTextTooLong(ContactFields.With, ContactSaid.LongestLine)
        : said.Text?.Length > ContactSaid.LongestText ? new ContactTextTooLong(ContactFields.Text, ContactSaid.LongestText)
        : null;

    private ChangeRecorder Recorder(BulkSession session, string deed, UserId? by) => new(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + deed });

    private static object?[] Values(Interaction row) => [Instants.ToMicroseconds(row.At), row.Kind, row.Channel, (long?)row.Direction, row.Payload, row.Agent?.Value];

    private static (Dictionary<string, object?> Was, Dictionary<string, object?> Becomes) Differ(object?[] before, object?[] after)
    {
        var (was, becomes) = (new Dictionary<string, object?>(), new Dictionary<string, object?>());
        for (var i = 0; i < before.Length; i++)
            if (!Equals(before[i], after[i])) (was[InteractionStore.Recorded[i]], becomes[InteractionStore.Recorded[i]]) = (before[i], after[i]);
        return (was, becomes);
    }

    /// <summary>All that a deleted one needs to come back.</summary>
    private static Dictionary<string, object?> Whole(Interaction row) => new()
    {
        ["at"] = Instants.ToMicroseconds(row.At), ["kind"] = row.Kind, ["channel"] = row.Channel, ["direction"] = (long?)row.Direction, ["payload"] = row.Payload,
        ["record"] = row.SourceRecordId?.Value, ["agent"] = row.Agent?.Value, ["reference_kind"] = row.ReferenceKind, ["reference_id"] = row.ReferenceId, ["version"] = (long)row.Version,
    };
}
