using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Interactions.KeepFiles;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tasks.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Interactions.KeepContacts;

/// <param name="Kind">Of the change set: contact.log, contact.edit, contact.undo, import ...</param>
/// <param name="Fields">Columns that changed; empty for the beginning.</param>
internal sealed record ContactStep(DateTimeOffset At, UserId? By, string Kind, IReadOnlyList<string> Fields);

/// <summary>Reads contacts: for their pages, for tasks that wait for one, for suggestions to call.</summary>
internal sealed class ContactReads(IDbContextFactory<PatronDb> contexts) : IContacts, IProvesTasks, IKnowsContacts
{
    private const int MostProofs = 20;

    public async Task<Interaction?> Find(CustomerId customer, InteractionId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Interactions.AsNoTracking().FirstOrDefaultAsync(i => i.CustomerId == customer && i.Id == id && i.Kind != InteractionKinds.Note, ct);
    }

    /// <summary>The last one with the customer, whoever came to whom.</summary>
    public async Task<Interaction?> Last(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Interactions.AsNoTracking().Where(i => i.CustomerId == customer && i.Kind != InteractionKinds.Note && i.Kind != "web").OrderByDescending(i => i.At).ThenByDescending(i => i.Id).FirstOrDefaultAsync(ct);
    }

    public async Task<IReadOnlyList<ContactFile>> Files(CustomerId customer, InteractionId contact, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ContactFile>().AsNoTracking().Where(f => f.CustomerId == customer && f.InteractionId == contact).OrderBy(f => f.Id).ToListAsync(ct);
    }

    /// <summary>What was done to it, the last first; values are not among it. How it began is told by the row: the ranges that imports made are not looked through.</summary>
    public async Task<IReadOnlyList<ContactStep>> History(Interaction contact, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var changed = await db.Set<ChangeRow>().AsNoTracking().Where(r => r.Entity == InteractionStore.Table && r.EntityId == contact.Id.Value)
            .Join(db.Set<ChangeSet>().AsNoTracking(), r => r.ChangeSetId, s => s.Id, (r, s) => new { s.At, s.By, s.Kind, r.Fields }).ToListAsync(ct);
        var began = contact.SourceRecordId is null ? new ContactStep(IdMaker.MadeAt(contact.Id.Value), contact.Agent, ContactBook.Kinds + "log", []) : new(IdMaker.MadeAt(contact.Id.Value), null, "import", []);
        return [.. changed.OrderByDescending(s => s.At).Select(s => new ContactStep(s.At, s.By, s.Kind, s.Fields.Split(',', StringSplitOptions.RemoveEmptyEntries))), began];
    }

    public async Task<IReadOnlyList<DeletedContact>> Deleted(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await RestoresContacts.Deleted(db, p => p.CustomerId == customer).ToListAsync(ct);
    }

    public async Task<IReadOnlyDictionary<CustomerId, int>> Count(DateTimeOffset from, DateTimeOffset until, string about, bool others, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Interactions.AsNoTracking().Where(i => i.At >= from && i.At < until && i.Kind != InteractionKinds.Note && (others ? i.ReferenceKind != about : i.ReferenceKind == about))
            .GroupBy(i => i.CustomerId).Select(g => new { g.Key, N = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.N, ct);
    }

    public async Task<IReadOnlyList<Contact>> Since(CustomerId customer, DateTimeOffset since, int most, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await db.Interactions.AsNoTracking().Where(i => i.CustomerId == customer && i.At >= since && i.Kind != InteractionKinds.Note).OrderByDescending(i => i.At).ThenByDescending(i => i.Id).Take(most).ToListAsync(ct);
        return found.ConvertAll(i => new Contact(i.CustomerId, i.Id, i.At, i.Kind, i.Direction is { } direction ? direction == Direction.In : null, ContactSaid.Read(i.Payload).Subject, i.Agent));
    }

    public async Task<IReadOnlyList<Happening>> Since(CustomerId customer, DateTimeOffset since, Sentences sentences, CancellationToken ct) =>
        [.. (await Since(customer, since, MostProofs, ct)).Select(c => new Happening(new(IContacts.ReferenceKind, c.Id.Value), c.At, KindText(c.Kind, sentences) + (c.About is null ? "" : $": {c.About}")))];

    public async Task<DateTimeOffset?> At(BulkSession session, CustomerId customer, Reference thing, CancellationToken ct)
    {
        if (thing.Kind != IContacts.ReferenceKind) return null;
        var id = new InteractionId(thing.Id);
        return await session.Db.Interactions.AsNoTracking().Where(i => i.CustomerId == customer && i.Id == id && i.Kind != InteractionKinds.Note).Select(i => (DateTimeOffset?)i.At).FirstOrDefaultAsync(ct);
    }

    public async Task<IReadOnlySet<CustomerId>> InTouch(IReadOnlyCollection<CustomerId> customers, DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Interactions.AsNoTracking().Where(i => customers.Contains(i.CustomerId) && i.At >= since && i.Kind != InteractionKinds.Note && i.Kind != "web").Select(i => i.CustomerId).Distinct().ToListAsync(ct)).ToHashSet();
    }

    /// <summary>A file's own word stays as it is.</summary>
    public static string KindText(string kind, Sentences sentences) => InteractionKinds.IsNamed(kind) ? sentences[$"interactions.kind.{kind}"] : kind;
}
