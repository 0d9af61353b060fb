using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Insights.KeepResults;
using Patron.Kernel;

namespace Patron.Insights.KeepRules;

/// <summary>Takes back a change of a rule, unless somebody has changed it since.</summary>
internal sealed class UndoesRules(RuleBook book, ReckonInsights.NumbersCache numbers, IdMaker ids, TimeProvider clock) : IUndoesChanges
{
    public int Order => 90;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        var changes = await session.Db.Set<ChangeRow>().AsNoTracking().Where(c => c.ChangeSetId == what.Set.Id && c.Entity == RuleBook.Entity).ToListAsync(ct);
        foreach (var change in changes)
        {
            var payload = await session.Db.Set<ChangePayload>().AsNoTracking().FirstAsync(p => p.ChangeSetId == change.ChangeSetId && p.Seq == change.Seq, ct);
            var key = RuleBook.All[(int)change.EntityId - 1];
            var (before, after) = (ValueOf(payload.Before), ValueOf(payload.After));
            var row = await session.Db.Set<SettingRow>().FirstOrDefaultAsync(s => s.Key == key, ct);
            if (row?.Value != after)
            {
                what.Leave(new(RuleBook.Entity, key, null, null, null, "insights.rules.changed"));
                continue;
            }
            if (key == ReckonProfit.ProfitSetting.Key && !ReckonProfit.ProfitSetting.SameHoldings(before, after)) session.Tell(Topics.Everything);
            if (before is null) session.Db.Remove(row!); else row!.Value = before;
            what.Changes?.Row(RuleBook.Entity, change.EntityId, default, RuleBook.Told(after), RuleBook.Told(before));
            what.Count(gone: 0, restored: 1);
        }
        // Limits of RFM are taken back by the settings themselves; who looks right afterwards sees them.
        numbers.Forget();
        if (changes.Count == 0) return null;
        // In the transaction, so that what follows from the rules is reckoned anew exactly if they are as they were.
        var now = clock.GetUtcNow();
        session.Db.Add(new JobRow { Id = ids.Next<JobId>(), Kind = ReckonInsightsJob.JobKind, Arguments = "{}", State = JobState.Waiting, Due = now, Phase = Jobs.WaitingKey, CreatedAt = now, CreatedBy = what.By });
        await session.Db.SaveChangesAsync(ct);
        book.Forget();
        return null;
    }

    private static string? ValueOf(string? json)
    {
        if (json is null) return null;
        using var fields = JsonDocument.Parse(json);
        return fields.RootElement.TryGetProperty(RuleBook.Value, out var value) ? value.GetString() : null;
    }
}
