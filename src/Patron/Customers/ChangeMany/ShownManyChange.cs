using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.ChangeMany;

/// <summary>The change that a request shows, as the database has it; scoped, so that the page's parts share it.</summary>
internal sealed class ShownManyChange(IDbContextFactory<PatronDb> contexts, IEnumerable<IManyDeed> deeds, IJobs jobs, ICustomerReads customers, Sentences text)
{
    /// <summary>So many of those left are named.</summary>
    public const int MostNamed = 100;

    public ManyChange Change { get; private set; } = null!;
    public JobProgress? Job { get; private set; }
    public string Title { get; private set; } = "";

    /// <summary>The change set by which it was taken back.</summary>
    public ChangeSetId? UndoneBy { get; private set; }

    /// <summary>How many a taking back left as they are.</summary>
    public int LeftCount { get; private set; }
    public IReadOnlyList<(ManyLeft What, string Name)> Left { get; private set; } = [];

    public bool IsUndo => Change.Kind == ManyChange.Undo;
    public bool IsUnderWay => Job is { State: JobState.Waiting or JobState.Running or JobState.Paused };
    public bool CanUndo => !IsUndo && !IsUnderWay && UndoneBy is null && Change.Changed > 0;

    /// <summary>What has been done, as a sentence.</summary>
    public string Done => IsUndo ? text.Get("customers.many.undone", new { n = Change.Changed }) : deeds.First(d => d.Kind == Change.Kind).Done(Change.Arguments, Change.Changed, text);

    /// <summary>False where there is no such change.</summary>
    public async Task<bool> Load(string? setText, CancellationToken ct)
    {
        if (!IdText.TryRead<ChangeSetId>(setText, out var id)) return false;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.ManyChanges.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct) is not { } change) return false;
        Change = change;
        Job = change.JobId is { } job ? await jobs.Find(job, ct) : null;
        Title = IsUndo ? text["customers.many.undoing"] : await deeds.First(d => d.Kind == change.Kind).Title(change.Arguments, text, ct);
        UndoneBy = await db.ManyChanges.AsNoTracking().Where(c => c.Undoes == id).Select(c => (ChangeSetId?)c.Id).FirstOrDefaultAsync(ct);
        if (IsUndo) await LookAtLeft(db, id, ct);
        return true;
    }

    private async Task LookAtLeft(PatronDb db, ChangeSetId id, CancellationToken ct)
    {
        var all = db.ManyLeft.AsNoTracking().Where(l => l.ChangeId == id);
        LeftCount = await all.CountAsync(ct);
        var some = await all.OrderBy(l => l.Seq).Take(MostNamed).ToListAsync(ct);
        var cards = await customers.Find([.. some.Select(l => l.CustomerId).Distinct()], ct);
        Left = [.. some.Where(l => cards.ContainsKey(l.CustomerId)).Select(l => (l, Name(cards[l.CustomerId].Golden)))];
    }

    private string Name(GoldenRecord golden) => CustomerName.Shown(golden.Name, golden.Company, golden.Email, golden.Phone) ?? text["customers.nameless"];
}
