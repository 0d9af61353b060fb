using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;

namespace Patron.Interactions;

/// <summary>Writes notes; each change is a change set with before and after, so that it can be undone. Customers are found through their merges.</summary>
internal sealed class Notes(IDbContextFactory<PatronDb> contexts, ICustomers customers, IdMaker ids, TimeProvider clock) : INotes
{
    private const string Entity = "note";

    public async Task<IReadOnlyList<Note>> Of(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var notes = await db.Interactions.AsNoTracking().Where(i => i.CustomerId == customer && i.Kind == InteractionKinds.Note)
            .OrderByDescending(i => i.At).ThenByDescending(i => i.Id).ToListAsync(ct);
        return [.. notes.Select(Show)];
    }

    public async Task<(IReadOnlyList<Note> Latest, int Count)> Latest(CustomerId customer, int most, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = db.Interactions.AsNoTracking().Where(i => i.CustomerId == customer && i.Kind == InteractionKinds.Note);
        var latest = await all.OrderByDescending(i => i.At).ThenByDescending(i => i.Id).Take(most).ToListAsync(ct);
        return ([.. latest.Select(Show)], latest.Count < most ? latest.Count : await all.CountAsync(ct));
    }

    public async Task<Note?> Find(CustomerId customer, InteractionId note, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Load(db, customer, note, ct) is { } found ? Show(found) : null;
    }

    public async Task<Result<NoteChanged>> Add(CustomerId customer, string text, UserId by, CancellationToken ct)
    {
        if (Refuse(ref text) is { } refusal) return refusal;
        if (await customers.Resolve(customer, ct) is not { } owner) return new NoteGone();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var note = New(owner, ids.Next<InteractionId>(), clock.GetUtcNow(), text, by, 1);
        db.Add(note);
        return await Save(db, "note.add", null, null, note, by, ct);
    }

    public async Task<Result<NoteChanged>> Edit(CustomerId customer, InteractionId note, int version, string text, UserId by, CancellationToken ct)
    {
        if (Refuse(ref text) is { } refusal) return refusal;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await Present(db, customer, note, ct) is not { } found) return new NoteGone();
        if (found.Version != version) return new NoteChangedMeanwhile();
        var before = Values(found);
        found.Payload = new Payload(null, text, null).Over(found.Payload);
        return await Save(db, "note.edit", null, before, found, by, ct);
    }

    public async Task<Result<NoteChanged>> Mark(CustomerId customer, InteractionId note, int version, bool never, UserId by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await Present(db, customer, note, ct) is not { } found) return new NoteGone();
        if (found.Version != version) return new NoteChangedMeanwhile();
        var before = Values(found);
        found.Payload = Payload.Marked(found.Payload, never);
        return before.Never == never ? new NoteChangedMeanwhile() : await Save(db, "note.mark", null, before, found, by, ct);
    }

    public async Task<Result<NoteChanged>> Delete(CustomerId customer, InteractionId note, int version, UserId by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await Present(db, customer, note, ct) is not { } found) return new NoteGone();
        if (found.Version != version) return new NoteChangedMeanwhile();
        return await Remove(db, "note.delete", null, found, by, ct);
    }

    public async Task<Result<NoteChanged>> Undo(ChangeSetId change, UserId by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var set = await db.Set<ChangeSet>().FirstOrDefaultAsync(s => s.Id == change, ct);
        var row = await db.Set<ChangeRow>().AsNoTracking().FirstOrDefaultAsync(r => r.ChangeSetId == change && r.Entity == Entity, ct);
        if (set is null || row is null) return new NoteGone();
        if (set.UndoneBy is not null) return new NoteUndoneAlready();
        var payload = await db.Set<ChangePayload>().AsNoTracking().FirstOrDefaultAsync(p => p.ChangeSetId == change && p.Seq == row.Seq, ct);
        if (payload is null || await customers.Resolve(row.CustomerId, ct) is not { } owner) return new NoteGone();

        var before = NoteValues.Read(payload.Before);
        var after = NoteValues.Read(payload.After);
        var found = await Load(db, owner, new(row.EntityId), ct);
        // Only the last change can be taken back: what came later stands on it.
        if (found?.Version != after?.Version) return found is null ? new NoteGone() : new NoteChangedMeanwhile();
        if (before is null) return await Remove(db, "note.undo", set, found!, by, ct);
        if (found is null)
        {
            found = New(owner, new(row.EntityId), before.At, before.Text, before.Agent is { } agent ? new(agent) : null, before.Version + 1);
            found.Payload = Payload.Marked(found.Payload, before.Never);
            db.Add(found);
            return await Save(db, "note.undo", set, null, found, by, ct);
        }
        var values = Values(found);
        found.Payload = Payload.Marked(new Payload(null, before.Text, null).Over(found.Payload), before.Never);
        return await Save(db, "note.undo", set, values, found, by, ct);
    }

    private async Task<Result<NoteChanged>> Remove(PatronDb db, string kind, ChangeSet? undoes, Interaction note, UserId by, CancellationToken ct)
    {
        db.Remove(note);
        return await Save(db, kind, undoes, Values(note), null, by, ct, note);
    }

    /// <summary>Saves the note with its change set; a version that moved meanwhile is a refusal, whether it is found here or by the database.</summary>
    private async Task<Result<NoteChanged>> Save(
        PatronDb db, string kind, ChangeSet? undoes, NoteValues? before, Interaction? note, UserId by, CancellationToken ct, Interaction? removed = null)
    {
        var id = ids.Next<ChangeSetId>();
        var owner = (note ?? removed!).CustomerId;
        // The version counts up as the context saves a changed row.
        var after = note is null ? null : Values(note) with { Version = before is null ? note.Version : note.Version + 1 };
        new ChangeRecorder(db, new() { Id = id, At = clock.GetUtcNow(), By = by, Kind = kind, Undoes = undoes?.Id })
            .Row(Entity, (note ?? removed!).Id.Value, owner, before?.Named(), after?.Named());
        if (undoes is not null) undoes.UndoneBy = id;
        db.Tell(Topics.Interactions, owner);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new NoteChangedMeanwhile();
        }
        return new NoteChanged(note is null ? null : Show(note), id);
    }

    private async Task<Interaction?> Present(PatronDb db, CustomerId customer, InteractionId note, CancellationToken ct) =>
        await customers.Resolve(customer, ct) is { } owner ? await Load(db, owner, note, ct) : null;

    private static Task<Interaction?> Load(PatronDb db, CustomerId customer, InteractionId note, CancellationToken ct) =>
        db.Interactions.FirstOrDefaultAsync(i => i.CustomerId == customer && i.Id == note && i.Kind == InteractionKinds.Note, ct);

    private static Refusal? Refuse(ref string text)
    {
        text = text.Trim();
        return text.Length == 0 ? new NoteEmpty() : text.Length > INotes.MaxLength ? new NoteTooLong(INotes.MaxLength, text.Length) : null;
    }

    private static Interaction New(CustomerId customer, InteractionId id, DateTimeOffset at, string text, UserId? by, int version) => new()
    {
        CustomerId = customer, Id = id, At = at, Kind = InteractionKinds.Note, Agent = by, Payload = new Payload(null, text, null).ToString(), Version = version,
    };

    private static Note Show(Interaction note) => new(note.Id, note.CustomerId, note.At, Payload.Read(note.Payload).Text ?? "", note.Agent, note.Version) { Never = Payload.IsMarked(note.Payload) };

    private static NoteValues Values(Interaction note) => new(note.At, Payload.Read(note.Payload).Text ?? "", note.Agent?.Value, note.Version, Payload.IsMarked(note.Payload));

    /// <summary>A note in a change set.</summary>
    private sealed record NoteValues(DateTimeOffset At, string Text, long? Agent, int Version, bool Never = false)
    {
        public Dictionary<string, object?> Named() => new() { [nameof(At)] = At, [nameof(Text)] = Text, [nameof(Agent)] = Agent, [nameof(Version)] = Version, [nameof(Never)] = Never };

        public static NoteValues? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<NoteValues>(json);
    }
}
