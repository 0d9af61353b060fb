using Patron.Reports.Contracts;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;

namespace Patron.Tasks.ReportTasks;

/// <summary>By month: promises kept in time of those that fell due, and what was followed up in time of what was due.</summary>
internal sealed class TaskIndicators(TaskReads reads) : IIndicators
{
    public async Task<IReadOnlyList<Indicator>> Of(ReportScope month, CancellationToken ct)
    {
        var (promises, due) = (await reads.Promises(TaskKind.Promise, month.Begin, month.End, null, ct), await reads.FollowedUp(month.Begin, month.End, null, ct));
        return
        [
            new("promises-kept", "tasks.indicator.promises", ReportUnit.Share, Indicator.Share(promises.Sum(p => p.Kept), promises.Sum(p => p.Kept + p.Late + p.Broken))),
            new("followed-up", "tasks.indicator.followup", ReportUnit.Share, Indicator.Share(due.Sum(d => d.InTime), due.Sum(d => d.InTime + d.Late + d.Open))),
        ];
    }
}
