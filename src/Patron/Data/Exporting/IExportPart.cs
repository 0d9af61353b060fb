using Patron.Kernel;

namespace Patron.Data.Exporting;

/// <summary>Takes a kind of file of an archive. What earlier builds wrote and this one does not is registered as this alone, as a singleton, by the room that took it over.</summary>
public interface ITakesExport
{
    /// <summary>Its word in the manifest, and the beginning of the file's name.</summary>
    string Kind { get; }

    /// <summary>Takes a file of the kind, once and chunk after chunk. What is there already stays; the same file again changes nothing.</summary>
    IRowIntake<ExportedRow> Begin(Intake intake);
}

/// <summary>
/// One kind of file of the export of everything, kept by the room whose rows it holds and registered as a singleton. Whatever it writes, it takes back
/// so that it would write the same bytes again: rows are named by natural keys, never by ids of the program's own, and come in an order that does not hang on such ids.
/// </summary>
public interface IExportPart : ITakesExport
{
    /// <summary>Files are written and taken in this order: who is named comes before who names.</summary>
    int Order { get; }

    /// <summary>One file for each source; else one in all, and the source is <see cref="NoSource"/>.</summary>
    bool OfSource { get; }

    /// <summary>Streams the rows; memory does not grow with their number.</summary>
    Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct);

    static SourceInfo NoSource { get; } = new(default, 0, "", "", null, null, null, Demo: false);
}

/// <summary>Rows of an export on their way into a room that takes such rows from files too.</summary>
/// <param name="of">The row as the room takes it.</param>
/// <param name="taken">After each chunk, in its transaction; null does nothing.</param>
public sealed class RowsInto<T>(IRowIntake<T> room, Func<ExportedRow, T> of, Func<BulkSession, IReadOnlyList<ExportedRow>, CancellationToken, Task>? taken = null) : IRowIntake<ExportedRow>
{
    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var fates = await room.Take(session, [.. rows.Select(of)], ct);
        if (taken is not null) await taken(session, rows, ct);
        return fates;
    }
}

/// <summary>Rows of an export that only exports hold: each chunk is decided at once.</summary>
public sealed class RowsBy(Func<BulkSession, IReadOnlyList<ExportedRow>, CancellationToken, Task<IReadOnlyList<RowFate>>> take) : IRowIntake<ExportedRow>
{
    public Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct) => take(session, rows, ct);
}

/// <summary>The whole organisation as one file, and back.</summary>
public interface IEverything
{
    /// <summary>Writes a zip archive of CSV files with a manifest; rows written so far are told to <paramref name="progress"/>.</summary>
    Task Export(string path, UserId? by, Action<long>? progress, CancellationToken ct);

    /// <summary>Has the file the manifest of such an export?</summary>
    bool IsExport(string path);

    /// <summary>Takes it as a job, here and now; refused where a part is missing or is not what the manifest says, before anything is written.</summary>
    Task<Result<TakenExport>> Take(string path, UserId? by, Action<JobProgress>? progress, CancellationToken ct);
}

/// <param name="Files">In the order in which they were taken.</param>
/// <param name="Notes">Sentences about rows that were not taken, and settings that stayed; the first fifty.</param>
public sealed record TakenExport(IReadOnlyList<TakenFile> Files, IReadOnlyList<string> Notes)
{
    public long Read => Files.Sum(f => f.Read);
    public long Created => Files.Sum(f => f.Created);
    public long Updated => Files.Sum(f => f.Updated);
    public long Unchanged => Files.Sum(f => f.Unchanged);
    public long Conflicts => Files.Sum(f => f.Conflicts);
    public long Rejected => Files.Sum(f => f.Rejected);
}

/// <summary>What became of the rows of one file: Read is the sum of the five others.</summary>
public sealed record TakenFile(string Name, long Read, long Created, long Updated, long Unchanged, long Conflicts, long Rejected);
