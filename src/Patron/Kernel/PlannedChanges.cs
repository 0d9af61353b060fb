namespace Patron.Kernel;

/// <summary>
/// What a check finds would change in rows that are known: of each field a count and one example. Rooms fill it while they decide.
/// Fields go by the names that imports use.
/// </summary>
public sealed class PlannedChanges
{
    private readonly Dictionary<string, PlannedChange> fields = new(StringComparer.Ordinal);

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<PlannedChange> Fields => [.. fields.Values.OrderByDescending(f => f.Count).ThenBy(f => f.Field, StringComparer.Ordinal)];

    /// <param name="of">Whom or what the row speaks of, as people know it.</param>
    /// <param name="field">What changes.</param>
    /// <param name="before">Null where nothing was known.</param>
    /// <param name="after">Null where the value goes.</param>
    public void Add(string? of, string field, string? before, string? after)
    {
        // The best example replaces a value; one that only fills a gap gives way to it.
        if (!fields.TryGetValue(field, out var known)) fields[field] = new(field, 1, of, before, after);
        else if (known.Before is null && before is not null) fields[field] = new(field, known.Count + 1, of, before, after);
        else fields[field] = known with { Count = known.Count + 1 };
    }
}

/// <summary>A field that would change, how often, and one example.</summary>
public sealed record PlannedChange(string Field, long Count, string? Of, string? Before, string? After);
