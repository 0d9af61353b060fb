using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.ServiceDesk.SetService;

/// <summary>Records what is set about service and takes it back: answers to begin with, and the rules. What somebody else has set since stays.</summary>
internal sealed class UndoesService : IUndoesChanges
{
    public const string Kinds = "service.";
    private const string Rules = "service_rules", Name = "name", Text = "text", Json = "json";

    public int Order => 18;

    public static void Record(ChangeRecorder changes, ServiceRules? before, ServiceRules after) => changes.Row(Rules, 0, default, Set(before), Set(after));

    public static void Record(ChangeRecorder changes, AnswerTemplateId id, (string Name, string Text)? before, (string Name, string Text)? after) =>
        changes.Row(TemplateTable.Name, id.Value, default, Set(before), Set(after));

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        if (!what.Set.Kind.StartsWith(Kinds, StringComparison.Ordinal)) return null;
        var rows = await session.Db.Set<ChangeRow>().AsNoTracking().Where(r => r.ChangeSetId == what.Set.Id)
            .Join(session.Db.Set<ChangePayload>().AsNoTracking().Where(p => p.ChangeSetId == what.Set.Id), r => r.Seq, p => p.Seq, (r, p) => new { r.Entity, r.EntityId, p.Before, p.After }).ToListAsync(ct);
        foreach (var row in rows)
        {
            var restored = row.Entity == Rules ? await Restore(session, what, Read(row.Before), Read(row.After), ct) : await Restore(session, what, new(row.EntityId), Read(row.Before), Read(row.After), ct);
            if (!restored) what.Leave(new(row.Entity, "", null, null, null, "kernel.deed.changed"));
        }
        await session.Db.SaveChangesAsync(ct);
        return null;
    }

    private static async Task<bool> Restore(BulkSession session, Undoing what, Dictionary<string, string>? before, Dictionary<string, string>? after, CancellationToken ct)
    {
        var present = await session.Db.Read<ServiceRules>(ServiceRules.Key, ct);
        if (JsonSerializer.Serialize(present) != after![Json]) return false;
        var was = before is null ? null : JsonSerializer.Deserialize<ServiceRules>(before[Json]);
        await session.Db.Write(ServiceRules.Key, was, ct);
        if (what.Changes is { } changes) changes.Row(Rules, 0, default, Set(present), Set(was));
        return true;
    }

    private static async Task<bool> Restore(BulkSession session, Undoing what, AnswerTemplateId id, Dictionary<string, string>? before, Dictionary<string, string>? after, CancellationToken ct)
    {
        var row = await session.Db.AnswerTemplates.FirstOrDefaultAsync(t => t.Id == id, ct);
        if (after is null ? row is not null : row is null || row.Name != after[Name] || row.Text != after[Text]) return false;
        if (before is null) session.Db.Remove(row!);
        else if (row is null) session.Db.Add(new TemplateRow { Id = id, Name = before[Name], Text = before[Text] });
        else (row.Name, row.Text) = (before[Name], before[Text]);
        if (what.Changes is { } changes) changes.Row(TemplateTable.Name, id.Value, default, Values(after), Values(before));
        return true;
    }

    private static Dictionary<string, object?>? Set(ServiceRules? rules) => rules is null ? null : new() { [Json] = JsonSerializer.Serialize(rules) };

    private static Dictionary<string, object?>? Set((string Name, string Text)? template) => template is { } one ? new() { [Name] = one.Name, [Text] = one.Text } : null;

    private static Dictionary<string, object?>? Values(Dictionary<string, string>? told) => told?.ToDictionary(t => t.Key, t => (object?)t.Value);

    private static Dictionary<string, string>? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json);
}
