using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Interactions.KeepFiles;
using Patron.Interactions.LogContact;
using Patron.Kernel;
using Patron.Tasks.Contracts;

namespace Patron.Interactions.KeepContacts;

/// <summary>Contacts that other rooms write.</summary>
internal sealed class RoomContacts(FileKeeper files, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IWritesContacts
{
    public string Accepted => FileKeeper.Accepted;

    public async Task<Result<InteractionId>> Write(BulkSession session, ChangeRecorder changes, RoomContact contact, UserId? by, CancellationToken ct)
    {
        if (contact.File is { } sent && FileKeeper.Check(sent) is { } refusal) return refusal;
        var row = new Interaction
        {
            CustomerId = contact.Customer, Id = ids.Next<InteractionId>(), At = clock.GetUtcNow(), Kind = contact.Kind, Direction = contact.In ? Direction.In : Direction.Out, Agent = by,
            ReferenceKind = contact.About.Kind, ReferenceId = contact.About.Id, Payload = new ContactSaid(contact.Subject, contact.Text, null).Trimmed.Over("{}"),
        };
        session.Db.Add(row);
        changes.Range(InteractionStore.Table, row.Id.Value, row.Id.Value);
        if (contact.File is { } file) await files.Keep(session, changes, row.CustomerId, row.Id, file, ct);
        session.Tell(Topics.Interactions, contact.Customer.Value);
        return row.Id;
    }

    public bool Takes(SentFile file) => FileKeeper.Check(file) is null;

    public Task Attach(BulkSession session, CustomerId customer, InteractionId contact, SentFile file, CancellationToken ct) =>
        files.Keep(session, new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = null, Kind = ContactBook.Kinds + "attach" }), customer, contact, file, ct);

    public async Task<MailedFile?> Content(PatronDb db, CustomerId customer, ChangeSetId set, CancellationToken ct)
    {
        var found = await db.Set<ContactFile>().AsNoTracking().FirstOrDefaultAsync(f => f.CustomerId == customer && f.ChangeSetId == set, ct);
        return found is not null && files.PathOf(set) is var path && File.Exists(path) ? new(found.Name, FileKeeper.TypeOf(found.Name), await File.ReadAllBytesAsync(path, ct)) : null;
    }

    public async Task<IReadOnlyList<KeptFile>> Files(CustomerId customer, Reference about, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await db.Interactions.AsNoTracking().Where(i => i.CustomerId == customer && i.ReferenceKind == about.Kind && i.ReferenceId == about.Id)
            .Join(db.Set<ContactFile>().AsNoTracking().Where(f => f.CustomerId == customer), i => i.Id, f => f.InteractionId, (i, f) => new { i.Id, i.At, f.Name, f.Size, File = f.Id }).ToListAsync(ct);
        return [.. found.OrderBy(f => f.File).Select(f => new KeptFile(f.Name, f.Size, f.At, ContactUrls.File(customer, f.Id, f.File)))];
    }
}
