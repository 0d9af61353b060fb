using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Campaigns.KeepCampaigns;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.UndoDeeds;

/// <summary>What went out cannot be called back: a campaign is paused or ended.</summary>
internal sealed record CampaignIsOut() : Refusal("campaigns.undo.out");

/// <summary>
/// Takes a person's deed on a campaign back, where everything it changed still stands as it left it: an edit with what was reckoned and approved before, a pause, a resumption, what was
/// learned, a new campaign. A launch, a wave, a roll-out and an end are not taken back.
/// </summary>
internal sealed class UndoesCampaigns(IMessages messages) : IUndoesChanges
{
    private static readonly string[] Final = ["launch", "wave", "rollout", "end"];

    public int Order => 80;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        if (!what.Set.Kind.StartsWith(CampaignBook.Kinds, StringComparison.Ordinal)) return null;
        var deed = what.Set.Kind[CampaignBook.Kinds.Length..];
        if (Final.Contains(deed))
        {
            what.Refuse(new CampaignIsOut());
            return null;
        }
        foreach (var (id, _, after) in await RecordedChange.Made(session, what.Set.Id, CampaignTable.Name, ct)) await Unmake(session, what, new(id), after, ct);
        foreach (var change in await RecordedChange.Read(session, what.Set.Id, CampaignTable.Name, int.MaxValue, 1, ct)) await Restore(session, what, deed, change, ct);
        if (what.Refused is null) await session.Db.SaveChangesAsync(ct);
        return null;
    }

    private static async Task Unmake(BulkSession session, Undoing what, CampaignId id, JsonElement after, CancellationToken ct)
    {
        if (await Row(session, id, ct) is not { } row || !Stands(row, after))
        {
            what.Leave(new(CampaignTable.Name, id.ToString(), null, null, null, "kernel.deed.changed"));
            return;
        }
        what.Changes?.Row(CampaignTable.Name, id.Value, default, CampaignBook.Told(row), null);
        session.Db.Remove(row);
        what.Count(gone: 1, restored: 0);
    }

    private async Task Restore(BulkSession session, Undoing what, string deed, RecordedChange change, CancellationToken ct)
    {
        var id = new CampaignId(change.Id);
        if (await Row(session, id, ct) is not { } row || !Stands(row, change.After))
        {
            what.Leave(new(CampaignTable.Name, id.ToString(), null, null, null, "kernel.deed.changed"));
            return;
        }
        var now = CampaignBook.Told(row);
        foreach (var field in change.Before.EnumerateObject()) Set(row, field.Name, field.Value);
        if (await CampaignBook.Taken(session.Db, row.Name, id, ct))
        {
            what.Refuse(new CampaignNameTaken());
            return;
        }
        // What a pause held back goes on, and what a resumption set free stops: messages that went meanwhile are gone.
        if (deed == "pause") await messages.Resume(session, CampaignBook.Source(id), ct);
        if (deed == "resume") await messages.Pause(session, CampaignBook.Source(id), ct);
        var fields = change.Before.EnumerateObject().Select(f => f.Name).ToList();
        var before = CampaignBook.Told(row);
        what.Changes?.Row(CampaignTable.Name, change.Id, default, fields.ToDictionary(f => f, f => now[f]), fields.ToDictionary(f => f, f => before[f]));
        what.Count(gone: 0, restored: 1);
    }

    private static async Task<Campaign?> Row(BulkSession session, CampaignId id, CancellationToken ct)
    {
        if (session.IsPostgres) await session.Execute($"select 1 from {CampaignTable.Name} where id = @id for update", ct, ("@id", id.Value));
        return await session.Db.Campaigns.FirstOrDefaultAsync(c => c.Id == id, ct);
    }

    /// <summary>What the deed wrote is what is there.</summary>
    private static bool Stands(Campaign row, JsonElement after)
    {
        var now = CampaignBook.Told(row);
        return after.EnumerateObject().All(f => Equals(now[f.Name], RecordedChange.ValueOf(f.Value)));
    }

    private static void Set(Campaign row, string field, JsonElement value)
    {
        var (text, number) = (value.ValueKind == JsonValueKind.String ? value.GetString() : null, value.ValueKind == JsonValueKind.Number ? value.GetInt64() : (long?)null);
        switch (field)
        {
            case "name": (row.Name, row.FoldedName) = (text!, CampaignBook.Folded(text!)); break;
            case "state": row.State = (CampaignState)number!.Value; break;
            case "plan": row.Plan = text!; break;
            case "forecast": row.Forecast = text; break;
            case "checked_at": row.CheckedAt = At(number); break;
            case "approved_by": row.ApprovedBy = number is { } approver ? new UserId(approver) : null; break;
            case "approved_at": row.ApprovedAt = At(number); break;
            case "learned": row.Learned = text; break;
            case "learned_by": row.LearnedBy = number is { } learner ? new UserId(learner) : null; break;
            case "learned_at": row.LearnedAt = At(number); break;
            default: throw new InvalidOperationException($"A deed that is taken back changed {field}.");
        }
    }

    private static DateTimeOffset? At(long? micros) => micros is { } moment ? Instants.FromMicroseconds(moment) : null;
}
