using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Imports.TakeRows;

/// <summary>
/// The change set of one import: made with the first chunk, its ranges of created ids written with every chunk and made longer by later ones,
/// so that what was committed can be undone however the import ended.
/// </summary>
internal sealed class ChangeRanges(ChangeSet set)
{
    private const string Kind = "import";
    private readonly Dictionary<(string Table, long First), (int Seq, long Last)> written = [];
    private int seq;

    public ChangeSet Set => set;

    public static ChangeRanges New(IdMaker ids, DateTimeOffset now, UserId? by) => new(new ChangeSet { Id = ids.Next<ChangeSetId>(), At = now, By = by, Kind = Kind }) { IsNew = true };

    /// <summary>It is not in the database yet.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Rows changed so far by an interrupted run.</summary>
    public int ChangesBefore { get; private init; }

    /// <summary>The set as an interrupted run left it; null where it committed nothing.</summary>
    public static async Task<ChangeRanges?> Find(PatronDb db, ChangeSetId id, CancellationToken ct)
    {
        if (await db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct) is not { } set) return null;
        return new(set)
        {
            seq = await db.Set<ChangeRange>().Where(r => r.ChangeSetId == id).MaxAsync(r => (int?)r.Seq, ct) ?? 0,
            ChangesBefore = await db.Set<ChangeRow>().Where(r => r.ChangeSetId == id).MaxAsync(r => (int?)r.Seq, ct) ?? 0,
        };
    }

    public async Task Begin(BulkSession session, CancellationToken ct)
    {
        await session.Execute("insert into kernel_change_sets (id, at, \"by\", kind) values (@id, @at, @by, @kind)", ct,
            ("@id", set.Id.Value), ("@at", set.At), ("@by", set.By?.Value), ("@kind", set.Kind));
        IsNew = false;
    }

    public async Task Write(BulkSession session, Intake intake, CancellationToken ct)
    {
        session.Db.Audit.Begin(set);
        foreach (var (table, first, last) in intake.Created)
        {
            var told = written.TryGetValue((table, first), out var range) ? range.Last : first - 1;
            if (told < last) session.Db.Audit.Range(set, table, told + 1, last);
            if (told < first)
            {
                range = (++seq, last);
                await session.Execute("insert into kernel_change_ranges (change_set_id, seq, entity, first_id, last_id) values (@set, @seq, @entity, @first, @last)", ct,
                    ("@set", set.Id.Value), ("@seq", range.Seq), ("@entity", table), ("@first", first), ("@last", last));
            }
            else if (range.Last != last)
            {
                await session.Execute("update kernel_change_ranges set last_id = @last where change_set_id = @set and seq = @seq", ct,
                    ("@last", last), ("@set", set.Id.Value), ("@seq", range.Seq));
            }
            written[(table, first)] = (range.Seq, last);
        }
    }
}
