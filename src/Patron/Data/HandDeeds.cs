using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// A table of customers' rows in which people say something by hand. Each row says it of one customer and one thing; who says it anew changes the row.
/// Beside the columns named here it has customer_id, id, at and "by".
/// </summary>
/// <param name="Name">The table's name, and the entity's in change sets.</param>
/// <param name="Kinds">Begins the kinds of its change sets, with its dot: "relation." of "relation.set".</param>
/// <param name="Topic">Of the feed, told of the customers whose rows change.</param>
/// <param name="About">Columns that say what a row is about; they never change.</param>
/// <param name="Said">Columns that hold what is said of it; they are recorded.</param>
/// <param name="UndoOrder">See <see cref="IUndoesChanges.Order"/>.</param>
/// <param name="ChangedSince">Key of the sentence that somebody has said something else since.</param>
public sealed record HandTable(string Name, string Kinds, string Topic, IReadOnlyList<string> About, IReadOnlyList<string> Said, int UndoOrder, string ChangedSince)
{
    internal string[] Columns { get; } = ["customer_id", "id", .. About, .. Said, "at", "\"by\""];
}

/// <summary>What is to stand in one row. Values are texts, whole numbers (an enum as its int) or null.</summary>
/// <param name="Row">Null where there is none yet.</param>
/// <param name="About">In the order of <see cref="HandTable.About"/>; read for new rows alone.</param>
/// <param name="Was">What the row says, in the order of <see cref="HandTable.Said"/>; null where there is none.</param>
/// <param name="Said">What it is to say, in the same order.</param>
public sealed record HandSaying(CustomerId Customer, long? Row, IReadOnlyList<object?> About, IReadOnlyList<object?>? Was, IReadOnlyList<object?> Said)
{
    internal bool IsNews => Was is null || !Was.SequenceEqual(Said);
}

public enum HandUndone
{
    Done = 1,

    /// <summary>There is no such deed.</summary>
    Unknown = 2,

    /// <summary>Somebody took it back before.</summary>
    Already = 3,

    /// <summary>Somebody has said something else since: nothing was taken back.</summary>
    ChangedSince = 4,
}

/// <summary>Writes what people say into one table, a change set for each deed, and takes deeds back. The session is the caller's, who holds the customers' lock and commits.</summary>
public sealed class HandDeeds(HandTable table, IdMaker ids, TimeProvider clock)
{
    private static readonly string[] Keys = ["customer_id", "id"];
    private readonly UndoesHandTable undoes = new(table);

    /// <summary>Null where all of it was said already: then nothing is written.</summary>
    /// <param name="deed">The rest of the change set's kind.</param>
    public async Task<ChangeSetId?> Say(BulkSession session, string deed, IReadOnlyList<HandSaying> sayings, UserId? by, CancellationToken ct)
    {
        HandSaying[] news = [.. sayings.Where(s => s.IsNews)];
        if (news.Length == 0) return null;
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = table.Kinds + deed };
        var recorder = new ChangeRecorder(session.Db, set);
        Create(session, recorder, [.. news.Where(s => s.Row is null)]);
        await session.Db.SaveChangesAsync(ct);
        HandSaying[] changed = [.. news.Where(s => s.Row is not null)];
        await session.Update(table.Name, table.Said, Keys, [.. changed.Select(s => (object?[])[.. s.Said, s.Customer.Value, s.Row])], ct);
        recorder.Write(session, table.Name, [.. changed.Select(s => RowChange.Of(s.Row!.Value, s.Customer.Value, table.Said, s.Was!, s.Said)!.Value)]);
        session.Tell(table.Topic, news.Select(s => s.Customer.Value));
        return set.Id;
    }

    /// <summary>Takes one deed back, all of it or nothing; only <see cref="HandUndone.Done"/> is to be committed.</summary>
    public async Task<HandUndone> Undo(BulkSession session, ChangeSetId id, UserId? by, CancellationToken ct)
    {
        var set = await session.Db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct);
        if (set is null || set.Undoes is not null || !set.Kind.StartsWith(table.Kinds, StringComparison.Ordinal)) return HandUndone.Unknown;
        if (set.UndoneBy is not null) return HandUndone.Already;
        var ranges = await session.Db.Set<ChangeRange>().AsNoTracking().Where(r => r.ChangeSetId == id).ToListAsync(ct);
        var own = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = table.Kinds + "undo", Undoes = id };
        session.Db.Add(own);
        await session.Db.SaveChangesAsync(ct);
        var recorder = new ChangeRecorder(session.Db, own);
        recorder.ContinueAfter(0);
        var undoing = new Undoing(set, ranges, own.At, by, () => recorder);
        for (long? from = 0; from is { } at;) from = await undoes.Undo(session, undoing, at, ct);
        if (undoing.TakeLeft().Count > 0) return HandUndone.ChangedSince;
        await session.Execute("update kernel_change_sets set undone_by = @by where id = @id", ct, ("@by", own.Id.Value), ("@id", id.Value));
        return HandUndone.Done;
    }

    private void Create(BulkSession session, ChangeRecorder recorder, IReadOnlyList<HandSaying> created)
    {
        if (created.Count == 0) return;
        var fresh = new IdRanges(ids);
        using (var sink = session.Sink(table.Name, table.Columns))
        {
            foreach (var one in created)
            {
                sink.Begin();
                sink.Long(one.Customer.Value);
                sink.Long(fresh.Next());
                foreach (var value in one.About.Concat(one.Said)) Put(sink, value);
                sink.Instant(Instants.ToMicroseconds(recorder.Set.At));
                sink.Long(recorder.Set.By?.Value);
                sink.End();
            }
            sink.Complete();
        }
        foreach (var (first, last) in fresh.Ranges) recorder.Range(table.Name, first, last);
    }

    private static void Put(IRowSink sink, object? value)
    {
        switch (value)
        {
            case int number: sink.Int(number); break;
            case long number: sink.Long(number); break;
            case string or null: sink.Text((string?)value); break;
            default: throw new ArgumentException($"A {value.GetType().Name} is nothing that a row says.", nameof(value));
        }
    }
}

/// <summary>Takes back what was said; what somebody has said anew since stays.</summary>
public sealed class UndoesHandTable(HandTable table) : UndoesRows(table.Name, table.Topic, [.. table.Said.Select(c => new RecordedColumn(c))])
{
    public override int Order => table.UndoOrder;

    protected override string ChangedSince => table.ChangedSince;

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(rows.ToDictionary(r => r.Id, r => new CustomerId(r.Customer).ToString()));
}
