using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.WriteTemplates;

namespace Patron.Messaging.UndoDeeds;

/// <summary>Messages were made of it: it can be taken out of the offer, but not away.</summary>
internal sealed record TemplateIsUsed() : Refusal("messaging.template.undo.used");

/// <summary>
/// Takes back what a person did to a template: its name, whether it is offered, its words. Words that were saved stay as a version, for messages may have been sent in them; the ones
/// before become a new version.
/// </summary>
internal sealed class UndoesTemplates : IUndoesChanges
{
    public int Order => 81;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        if (!what.Set.Kind.StartsWith(TemplateBook.Kinds, StringComparison.Ordinal)) return null;
        foreach (var (id, _, after) in await RecordedChange.Made(session, what.Set.Id, TemplateBook.Entity, ct)) await Unmake(session, what, new(id), after, ct);
        foreach (var change in await RecordedChange.Read(session, what.Set.Id, TemplateBook.Entity, int.MaxValue, 1, ct)) await Restore(session, what, change, ct);
        if (what.Refused is null) await session.Db.SaveChangesAsync(ct);
        return null;
    }

    private static async Task Unmake(BulkSession session, Undoing what, TemplateId id, JsonElement after, CancellationToken ct)
    {
        if (await Standing(session, what, id, after, ct) is not { } row) return;
        if (await session.Db.Messages.AnyAsync(m => m.TemplateId == id, ct))
        {
            what.Refuse(new TemplateIsUsed());
            return;
        }
        what.Changes?.Row(TemplateBook.Entity, id.Value, default, TemplateBook.Told(row), null);
        session.Db.Remove(row);
        session.Db.RemoveRange(await session.Db.MessageTemplateVersions.Where(v => v.TemplateId == id).ToListAsync(ct));
        what.Count(gone: 1, restored: 0);
    }

    private static async Task Restore(BulkSession session, Undoing what, RecordedChange change, CancellationToken ct)
    {
        var id = new TemplateId(change.Id);
        if (await Standing(session, what, id, change.After, ct) is not { } row) return;
        var now = TemplateBook.Told(row);
        if (change.Before.TryGetProperty("name", out var name)) row.Name = name.GetString()!;
        if (await session.Db.MessageTemplates.AnyAsync(t => t.Name == row.Name && t.Id != id, ct))
        {
            what.Refuse(new TemplateNameTaken());
            return;
        }
        if (change.Before.TryGetProperty("retired", out var retired)) row.Retired = retired.GetBoolean();
        if (change.Before.TryGetProperty("version", out var version))
        {
            var number = version.GetInt32();
            var words = await session.Db.MessageTemplateVersions.AsNoTracking().Where(v => v.TemplateId == id && v.Version == number).Select(v => v.Content).FirstAsync(ct);
            row.Version++;
            session.Db.Add(new TemplateVersion { TemplateId = id, Version = row.Version, Content = words, At = what.Now, By = what.By });
        }
        what.Changes?.Row(TemplateBook.Entity, id.Value, default, now, TemplateBook.Told(row));
        what.Count(gone: 0, restored: 1);
    }

    /// <summary>The template, where it is as the deed left it.</summary>
    private static async Task<Template?> Standing(BulkSession session, Undoing what, TemplateId id, JsonElement after, CancellationToken ct)
    {
        if (session.IsPostgres) await session.Execute($"select 1 from {TemplateBook.Entity} where id = @id for update", ct, ("@id", id.Value));
        var row = await session.Db.MessageTemplates.FirstOrDefaultAsync(t => t.Id == id, ct);
        if (row is not null && TemplateBook.Told(row) is var now && after.EnumerateObject().All(f => Equals(now[f.Name], RecordedChange.ValueOf(f.Value)))) return row;
        what.Leave(new(TemplateBook.Entity, id.ToString(), null, null, null, "kernel.deed.changed"));
        return null;
    }
}
