namespace Patron.Kernel;

/// <summary>A system that sends records, as other rooms see it.</summary>
/// <param name="Number">0 to 62: its bit in a customer's mask of sources.</param>
/// <param name="Letter">Shown where space is short.</param>
/// <param name="CancellationPrefix">An order whose number begins so is a return.</param>
/// <param name="Currency">For rows that name none; null takes the organisation's.</param>
/// <param name="TimeZone">IANA name for times without an offset; null takes the organisation's.</param>
/// <param name="Country">ISO 3166 alpha-2, to which phone numbers without a calling code belong; null takes the organisation's.</param>
public sealed record SourceInfo(
    SourceId Id, int Number, string Name, string Letter, string? CancellationPrefix, string? Currency, string? TimeZone, bool Demo, string? Country = null);

/// <summary>What became of a row of a file. Every row has exactly one fate.</summary>
public enum Fate
{
    Created = 1,
    Updated = 2,

    /// <summary>Says nothing new, or what it says was not wanted (see <see cref="IntakeRules"/>; then with a reason).</summary>
    Unchanged = 3,
    Conflict = 4,
    Rejected = 5,

    /// <summary>What it speaks of lay in the bin and is back, with what the row says. Counted among the updated ones.</summary>
    Returned = 6,
}

public enum IntakeMode { CreateAndUpdate = 1, CreateOnly = 2, UpdateOnly = 3 }

/// <summary>What a file may change of what is known.</summary>
/// <param name="Mode">A row of something known is unchanged under CreateOnly; a row of something new is rejected under UpdateOnly. Both with a reason.</param>
/// <param name="FillOnly">A value that is known stays; only what is empty is filled.</param>
/// <param name="FileWins">A value that a person set by hand gives way to the file's; otherwise the row is a conflict.</param>
/// <param name="FromBin">A row of something in the bin brings it back; otherwise the row is a conflict that offers it.</param>
public sealed record IntakeRules(IntakeMode Mode = IntakeMode.CreateAndUpdate, bool FillOnly = false, bool FileWins = false, bool FromBin = false)
{
    public static IntakeRules Default { get; } = new();
}

/// <summary>Why a row is in conflict or rejected: the sentence's key and arguments, and the value it speaks of.</summary>
public sealed record RowReason(string Key, string? Column, string? Value, object? Arguments = null);

/// <param name="Line">The line of the file on which the row starts.</param>
public readonly record struct RowFate(long Line, Fate Fate, RowReason? Why = null);

/// <summary>
/// One file on its way in. Lives for the whole file: what a row of one chunk made, rows of later chunks find.
/// Ids come in ranges of its own for each table, so that the change set of a million created rows is a handful of ranges.
/// </summary>
/// <param name="planOnly">Decide and tell the fates, write nothing: the check before an import.</param>
/// <param name="changeSet">Where changes of known rows are recorded, with their values before and after; null records none.</param>
/// <param name="changesBefore">The set is in the database already, with so many changes (of an interrupted run, say); null adds it with the first change.</param>
public sealed class Intake(
    SourceInfo source, Organisation organisation, DateTimeOffset now, UserId? by, bool planOnly, IdMaker ids, Data.ChangeSet? changeSet = null, int? changesBefore = null) : IDisposable
{
    private readonly Dictionary<string, IdRanges> ranges = [];
    private readonly Dictionary<Type, object> memories = [];
    private readonly Dictionary<string, Data.FileMemory> said = new(StringComparer.Ordinal);
    private Data.ChangeRecorder? recorder;
    private Data.BulkSession? recorderOf;

    public SourceInfo Source => source;
    public Organisation Organisation => organisation;
    public DateTimeOffset Now => now;
    public UserId? By => by;
    public bool PlanOnly => planOnly;
    public IntakeRules Rules { get; init; } = IntakeRules.Default;

    /// <summary>An export of ours comes into a database that had no customers: its rows say all there is, and nothing is to be found out anew.</summary>
    public bool Restores { get; init; }

    /// <summary>Where a check notes which values would change; null where nobody asks.</summary>
    public PlannedChanges? Planned { get; init; }

    public IdRanges Ids(string table) => ranges.TryGetValue(table, out var known) ? known : ranges[table] = new(ids);

    /// <summary>What a room keeps in mind from chunk to chunk of this file.</summary>
    public T Memory<T>() where T : class, new() => (T)(memories.TryGetValue(typeof(T), out var known) ? known : memories[typeof(T)] = new T());

    /// <summary>The same for what grows with the file: by the name of what is kept, in little memory however long the file is.</summary>
    internal Data.FileMemory Said(string of) => said.TryGetValue(of, out var known) ? known : said[of] = new();

    /// <summary>Away with what was kept in mind of the file.</summary>
    public void Dispose()
    {
        foreach (var memory in said.Values) memory.Dispose();
    }

    /// <summary>Records changes of known rows within the session's transaction, behind those of earlier chunks; null where none are recorded. Saved by the context's SaveChangesAsync.</summary>
    public Data.ChangeRecorder? Changes(Data.BulkSession session)
    {
        if (changeSet is null || recorderOf == session) return recorder;
        var next = new Data.ChangeRecorder(session.Db, changeSet);
        if (recorder is { Last: > 0 } earlier) next.ContinueAfter(earlier.Last);
        else if (changesBefore is { } before) next.ContinueAfter(before);
        recorderOf = session;
        return recorder = next;
    }

    /// <summary>Created so far, by table, as inclusive ranges of ids.</summary>
    public IEnumerable<(string Table, long First, long Last)> Created => ranges.SelectMany(r => r.Value.Ranges.Select(range => (r.Key, range.First, range.Last)));
}

/// <summary>A room that takes rows of a file: <see cref="Begin"/> once for a file, then chunk after chunk in the file's order.</summary>
public interface ITakesRows<TRow>
{
    IRowIntake<TRow> Begin(Intake intake);
}

/// <summary>
/// The state of one file. <see cref="Take"/> writes a chunk in the session's transaction and gives a fate for each row, in order.
/// Taking the same file again changes nothing: every row is then unchanged. So a job that was interrupted may start over.
/// </summary>
public interface IRowIntake<TRow>
{
    Task<IReadOnlyList<RowFate>> Take(Data.BulkSession session, IReadOnlyList<TRow> rows, CancellationToken ct);
}
