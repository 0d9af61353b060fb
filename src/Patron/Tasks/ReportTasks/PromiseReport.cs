using Patron.Reports.Contracts;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Workday.Contracts;

namespace Patron.Tasks.ReportTasks;

/// <summary>What departments kept: promises to customers, and hand-overs that came to them from others. The counts are those of the page about promises.</summary>
internal sealed class PromiseReport(TaskReads reads, ITeams teams) : IReport
{
    public string Key => "promises";
    public string Title => "tasks.promises.title";
    public int Order => 20;

    public async Task<ReportSheet> Of(ReportScope scope, CancellationToken ct)
    {
        var (text, known) = (scope.Sentences, await teams.All(ct));
        var promises = await reads.Promises(TaskKind.Promise, scope.Begin, scope.End, scope.Asker, ct);
        var handed = await reads.Promises(TaskKind.HandOver, scope.Begin, scope.End, scope.Asker, ct);
        var (kept, due) = (promises.Sum(c => c.Kept), promises.Sum(c => c.Due));
        return new(text.Get("tasks.report.promises", new { kept, due }), [Table("promises", "tasks.promises.title", promises), Table("hand-overs", "tasks.promises.handed", handed)]);

        ReportTable Table(string key, string title, IReadOnlyList<PromiseCount> counts) => new(key, text[title],
        [
            new("team", text["tasks.promises.team"], ReportUnit.Text), new("due", text["tasks.promises.due"], ReportUnit.Count), new("kept", text["tasks.promises.kept"], ReportUnit.Count),
            new("late", text["tasks.promises.late"], ReportUnit.Count), new("broken", text["tasks.promises.broken"], ReportUnit.Count), new("share", text["tasks.promises.share"], ReportUnit.Share),
        ],
        [.. counts.ByDepartment(known).Select(c => Line(c, text))]);
    }

    private static ReportLine Line(DepartmentCount of, Kernel.Texts.Sentences text) =>
        new([of.Name ?? text["tasks.field.noteam"], (long)of.Count.Due, (long)of.Count.Kept, (long)of.Count.Late, (long)of.Count.Broken, of.Count.Share]);
}
