using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// The taking back of one change set: what it created goes, what it changed becomes what it was, what it deleted comes back.
/// What people or later files changed since stays, and is named by <see cref="Leave"/>.
/// </summary>
/// <param name="set">What is taken back.</param>
/// <param name="ranges">What it created in bulk.</param>
/// <param name="by">Who takes it back.</param>
/// <param name="changes">Gives where the present part records what becomes as it was, with its values before and after; null records nothing.</param>
public sealed class Undoing(ChangeSet set, IReadOnlyList<ChangeRange> ranges, DateTimeOffset now, UserId? by, Func<ChangeRecorder?>? changes = null)
{
    private readonly List<LeftBehind> left = [];
    private readonly Dictionary<(Type, string), object> memories = [];
    private readonly Dictionary<string, (long First, long Last)[]> created =
        ranges.GroupBy(r => r.Entity).ToDictionary(g => g.Key, g => g.Select(r => (r.FirstId, r.LastId)).Order().ToArray(), StringComparer.Ordinal);

    public ChangeSet Set => set;
    public DateTimeOffset Now => now;
    public UserId? By => by;
    public ChangeRecorder? Changes => changes?.Invoke();

    /// <summary>Rows that went and rows that became what they were, so far.</summary>
    public long Gone { get; private set; }
    public long Restored { get; private set; }

    /// <summary>Ranges of ids of a table, both ends inclusive, in order.</summary>
    public IReadOnlyList<(long First, long Last)> Created(string table) => created.GetValueOrDefault(table, []);

    public bool Made(string table, long id)
    {
        if (!created.TryGetValue(table, out var own)) return false;
        var at = Array.BinarySearch(own, (id, long.MaxValue));
        if (at < 0) at = ~at - 1;
        return at >= 0 && own[at].First <= id && id <= own[at].Last;
    }

    /// <summary>Something stays, because it was changed since or others need it.</summary>
    public void Leave(LeftBehind what) => left.Add(what);

    /// <summary>It cannot be taken back at all, for a reason of the room; the first one said holds. Only a deed of one person is refused so.</summary>
    public void Refuse(Refusal why) => Refused ??= why;

    public Refusal? Refused { get; private set; }

    /// <summary>What was left since it was last asked.</summary>
    public IReadOnlyList<LeftBehind> TakeLeft()
    {
        LeftBehind[] taken = [.. left];
        left.Clear();
        return taken;
    }

    /// <summary>Tells how many rows a part took away and brought back, for whoever watches.</summary>
    public void Count(long gone, long restored) => (Gone, Restored) = (Gone + gone, Restored + restored);

    /// <summary>What a room keeps in mind from part to part; found anew when the undo goes on in another process.</summary>
    public async ValueTask<T> Remember<T>(string of, Func<Task<T>> find) where T : class =>
        (T)(memories.TryGetValue((typeof(T), of), out var known) ? known : memories[(typeof(T), of)] = await find());
}

/// <param name="What">As people know it: an order number, a source's own id, a product code.</param>
/// <param name="Field">Null where the whole row stays.</param>
/// <param name="Reason">Key of the sentence that says why.</param>
public sealed record LeftBehind(string Entity, string What, CustomerId? Customer, string? Field, string? Value, string Reason);

/// <summary>
/// A room that can take back its part of a change set. Rooms are asked in <see cref="Order"/>, what hangs on something else first:
/// Purchases 10, Interactions 20, Consents 30, IdentityResolution 40, Catalog 50.
/// </summary>
public interface IUndoesChanges
{
    int Order { get; }

    /// <summary>
    /// The next part, of some ten thousand rows at most, in the session's transaction. Returns where to go on from, null when all is done; the meaning of
    /// the number is the room's own, 0 is the beginning. The caller commits it together with the part, so no part is done twice.
    /// </summary>
    Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct);
}
