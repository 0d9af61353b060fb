using System.Globalization;
using System.Text.Json;
using Patron.Access.Contracts;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.ReportCampaign;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Campaigns.ExportRows;

/// <summary>
/// Campaigns under their numbers, on which the draw hangs; behind all that belongs to them, so that nothing goes on before it is whole. One that runs is paused in an archive: a copy
/// contacts nobody until somebody resumes it.
/// </summary>
internal sealed class ExportsCampaigns(IUserNames users, IdMaker ids) : ExportsTable("campaigns", 120, CampaignTable.Name,
    [
        new("id", KeptAs.Long), new("name", KeptAs.Text), new("folded_name", KeptAs.Text), State, new("plan", KeptAs.Text), new("forecast", KeptAs.Text, Null: true), new("result", KeptAs.Text, Null: true),
        new("waves", KeptAs.Int), new("planned_waves", KeptAs.Int), new("rolled_out", KeptAs.Int, Null: true), new("rolled_out_at", KeptAs.Instant, Null: true), new("rolled_out_alone", KeptAs.Flag, Null: true), new("left_for_budget", KeptAs.Int, Null: true), new("learned", KeptAs.Text, Null: true),
        new("learned_by", KeptAs.User, Null: true), new("learned_at", KeptAs.Instant, Null: true), new("created_by", KeptAs.User, Null: true), new("edited_by", KeptAs.User, Null: true), new("created_at", KeptAs.Instant), new("checked_at", KeptAs.Instant, Null: true),
        new("approved_by", KeptAs.User, Null: true), new("approved_at", KeptAs.Instant, Null: true), new("launched_at", KeptAs.Instant, Null: true), new("ended_at", KeptAs.Instant, Null: true), new("version", KeptAs.Int),
    ], users: users.Kept())
{
    private static KeptColumn State
    {
        get
        {
            var all = KeptColumn.Of<CampaignState>("state");
            return all with
            {
                Sql = $"case when t.state = {(int)CampaignState.Running} then {(int)CampaignState.Paused} else t.state end",
                Words = all.Words.Where(w => w.Key != (int)CampaignState.Running).ToDictionary(w => w.Key, w => w.Value),
            };
        }
    }

    /// <summary>Two campaigns of one name cannot be.</summary>
    protected override async Task<Func<ExportedRow, RowReason?>> Judge(BulkSession session, CancellationToken ct)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await using var command = session.Command($"select folded_name from {CampaignTable.Name}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) names.Add(reader.GetString(0));
        return row => names.Add(row.Need("folded_name")) ? null : new("campaigns.row.name", "name", row.Need("name"));
    }

    /// <summary>A draw that was under way goes on, and what is over is settled: both are jobs, and jobs are in no archive.</summary>
    protected override async Task Taken(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> fresh, CancellationToken ct)
    {
        foreach (var row in fresh)
        {
            var (id, waves, over) = (Number(row, "id"), Number(row, "waves"), row.Text("ended_at") is not null || row.Text("rolled_out") is not null);
            if (row.Text("ended_at") is null && waves > Number(row, "planned_waves"))
                Start(session, intake, LaunchJob.JobKind, JsonSerializer.Serialize(new LaunchArguments(id, (int)waves, row.Text("rolled_out") is null ? null : (int)Number(row, "rolled_out"), Alone(row))), intake.Now);
            if (over && row.Text("launched_at") is not null && row.Text("result") is null)
                Start(session, intake, SettleJob.JobKind, JsonSerializer.Serialize(id), SettledAt(row));
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
    }

    private static bool Alone(ExportedRow row) => row.Text("rolled_out") is not null && row.Flag("rolled_out_alone") is not false;

    /// <summary>A roll-out to those left alone ends the measurement at once; whatever else ended is measured to the end of its window.</summary>
    private static DateTimeOffset SettledAt(ExportedRow row)
    {
        if (Alone(row)) return Instants.FromMicroseconds(row.Instant("rolled_out_at")!.Value);
        return Instants.FromMicroseconds(row.Instant("ended_at") ?? row.Instant("launched_at")!.Value).AddDays(CampaignPlan.Read(row.Json("plan")).WindowDays + 1);
    }

    private void Start(BulkSession session, Intake intake, string kind, string arguments, DateTimeOffset due) => session.Db.Add(new JobRow
    {
        Id = ids.Next<JobId>(), Kind = kind, Arguments = arguments, State = JobState.Waiting, Due = due, Phase = Jobs.WaitingKey, CreatedAt = intake.Now, CreatedBy = intake.By,
    });

    private static long Number(ExportedRow row, string column) =>
        long.TryParse(row.Need(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ExportDamagedException(row.Line, column);
}
