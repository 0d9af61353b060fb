using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// The taking back of one change set: what it created goes, what it changed becomes what it was, what it deleted comes back.
/// What people or later files changed since stays, and is named by <see cref="Leave"/>.
/// </summary>
/// <param name="set">What is taken back.</param>
/// <param name="ranges">What it created in bulk.</param>
/// <param name="by">Who takes it back.</param>
public sealed class Undoing(ChangeSet set, IReadOnlyList<ChangeRange> ranges, DateTimeOffset now, UserId? by)
{
    private readonly List<LeftBehind> left = [];

    public ChangeSet Set => set;
    public DateTimeOffset Now => now;
    public UserId? By => by;

    /// <summary>Ranges of ids of a table, both ends inclusive, in order.</summary>
    public IReadOnlyList<(long First, long Last)> Created(string table) =>
        [.. ranges.Where(r => r.Entity == table).Select(r => (r.FirstId, r.LastId)).Order()];

    public bool Made(string table, long id) => ranges.Any(r => r.Entity == table && r.FirstId <= id && id <= r.LastId);

    /// <summary>Something stays, because it was changed since or others need it.</summary>
    public void Leave(LeftBehind what) => left.Add(what);

    /// <summary>What was left since it was last asked.</summary>
    public IReadOnlyList<LeftBehind> TakeLeft()
    {
        LeftBehind[] taken = [.. left];
        left.Clear();
        return taken;
    }
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
