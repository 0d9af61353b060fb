namespace Patron.Kernel;

/// <summary>What somebody mostly does.</summary>
/// <param name="Times">How often, of <paramref name="Of"/> in all.</param>
public readonly record struct Habit<T>(T Value, int Times, int Of);

public static class Habit
{
    private const int Least = 3;

    /// <summary>The most frequent value, where at least three times were looked at and it makes up half of them or more; of two alike there is none. Null values are not known and do not count.</summary>
    public static Habit<T>? Of<T>(IEnumerable<T?> values) where T : notnull
    {
        var known = values.OfType<T>().ToList();
        if (known.Count < Least) return null;
        var most = known.GroupBy(v => v).Select(g => (g.Key, Count: g.Count())).OrderByDescending(g => g.Count).Take(2).ToArray();
        return most[0].Count * 2 >= known.Count && (most.Length == 1 || most[1].Count < most[0].Count) ? new(most[0].Key, most[0].Count, known.Count) : null;
    }
}
