using Patron.Access.Contracts;
using Patron.Reports.Contracts;
using Patron.Tasks.KeepTasks;

namespace Patron.Tasks.ReportTasks;

/// <summary>
/// Follow-up in time: what fell due in the period, by whose it was; done by its time, done after it, or still open though the time has passed.
/// What was cancelled is not counted, nor what is due only later.
/// </summary>
internal sealed class FollowUpReport(TaskReads reads, IUserNames users) : IReport
{
    public string Key => "follow-up";
    public string Title => "tasks.report.followup";
    public int Order => 30;

    public async Task<ReportSheet> Of(ReportScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        var counts = await reads.FollowedUp(scope.Begin, scope.End, scope.Asker, ct);
        var names = await users.Of([.. counts.Select(c => c.Owner).OfType<Kernel.UserId>()], ct);
        var (inTime, all) = (counts.Sum(c => c.InTime), counts.Sum(c => c.InTime + c.Late + c.Open));
        return new(text.Get("tasks.report.followup.says", new { inTime, all }),
        [
            new("follow-up", text["tasks.report.followup"],
            [
                new("person", text["tasks.report.person"], ReportUnit.Text), new("due", text["tasks.promises.due"], ReportUnit.Count), new("in_time", text["tasks.report.intime"], ReportUnit.Count),
                new("late", text["tasks.promises.late"], ReportUnit.Count), new("open", text["tasks.report.open"], ReportUnit.Count), new("share", text["tasks.report.share"], ReportUnit.Share),
            ],
            [
                .. counts.Select(c => (Name: c.Owner is { } owner ? names.GetValueOrDefault(owner) : null, c.InTime, c.Late, c.Open, All: c.InTime + c.Late + c.Open))
                    .OrderByDescending(c => c.All).ThenBy(c => c.Name, StringComparer.Ordinal)
                    .Select(c => new ReportLine([c.Name ?? text["tasks.report.nobody"], (long)c.All, (long)c.InTime, (long)c.Late, (long)c.Open, (double)c.InTime / c.All])),
            ]),
        ]);
    }
}
