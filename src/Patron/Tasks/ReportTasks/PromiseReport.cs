using Patron.Reports.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Workday.Contracts;

namespace Patron.Tasks.ReportTasks;

/// <summary>Promises kept per department: the counts of the page about promises, by the team in whose queue a promise is, else of its owner's.</summary>
internal sealed class PromiseReport(TaskReads reads, ITeams teams) : IReport
{
    public string Key => "promises";
    public string Title => "tasks.promises.title";
    public int Order => 20;

    public async Task<ReportSheet> Of(ReportScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        var (known, counts) = (await teams.All(ct), await reads.Promises(scope.Begin, scope.End, scope.Asker, ct));
        var lines = counts.GroupBy(c => c.Team ?? (c.Owner is { } owner ? known.Of(owner)?.Id : null))
            .Select(g => (Name: known.FirstOrDefault(t => t.Id == g.Key)?.Name ?? text["tasks.field.noteam"], Counts: g.ToList())).OrderBy(g => g.Name, StringComparer.CurrentCulture).ToList();
        var (kept, due) = (counts.Sum(c => c.Kept), counts.Sum(Due));
        return new(text.Get("tasks.report.promises", new { kept, due }),
        [
            new("promises", text["tasks.promises.title"],
            [
                new("team", text["tasks.promises.team"], ReportUnit.Text), new("due", text["tasks.promises.due"], ReportUnit.Count), new("kept", text["tasks.promises.kept"], ReportUnit.Count),
                new("late", text["tasks.promises.late"], ReportUnit.Count), new("broken", text["tasks.promises.broken"], ReportUnit.Count), new("share", text["tasks.promises.share"], ReportUnit.Share),
            ],
            [.. lines.Select(l => Line(l.Name, l.Counts))]),
        ]);
    }

    private static int Due(PromiseCount count) => count.Kept + count.Late + count.Broken;

    private static ReportLine Line(string team, List<PromiseCount> counts)
    {
        var (due, kept) = (counts.Sum(Due), counts.Sum(c => c.Kept));
        return new([team, (long)due, (long)kept, (long)counts.Sum(c => c.Late), (long)counts.Sum(c => c.Broken), due == 0 ? null : (double)kept / due]);
    }
}
