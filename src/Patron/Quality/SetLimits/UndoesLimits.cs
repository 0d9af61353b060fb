using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Quality.SetLimits;

/// <summary>Brings limits back to what they were; one that somebody has changed since stays, and so does one whose source has been forgotten.</summary>
internal sealed class UndoesLimits(ISources sources) : IUndoesChanges
{
    private const int Most = 100;

    public int Order => 91;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        foreach (var change in await RecordedChange.Read(session, what.Set.Id, QualityLimitTable.Name, int.MaxValue, Most, ct))
        {
            var source = new SourceId(change.Id);
            var isThere = (await sources.All(ct)).Any(s => s.Id == source);
            foreach (var field in change.Before.EnumerateObject())
            {
                var (name, was, became) = (LimitName.Read(field.Name), Number(field.Value), Number(change.After.GetProperty(field.Name)));
                var there = await session.Db.QualityLimits.FirstOrDefaultAsync(l => l.SourceId == source && l.Kind == name.Kind && l.Field == name.Field && l.Flaw == name.Flaw, ct);
                if (!isThere || there?.Most != became)
                {
                    what.Leave(new(QualityLimitTable.Name, field.Name, null, null, null, "kernel.deed.changed"));
                    continue;
                }
                Limits.Put(session.Db, there, new() { SourceId = source, Kind = name.Kind, Field = name.Field, Flaw = name.Flaw, Most = was ?? 0 }, was);
                what.Changes?.Row(QualityLimitTable.Name, change.Id, default, new Dictionary<string, object?> { [field.Name] = became }, new Dictionary<string, object?> { [field.Name] = was });
                what.Count(0, 1);
            }
        }
        await session.Db.SaveChangesAsync(ct);
        return null;
    }

    private static long? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt64();
}
