using Patron.Kernel;

namespace Patron.Data;

/// <summary>How rooms decide a chunk of a file.</summary>
internal static class ChunkFates
{
    /// <summary>What is wrong with a row alone rejects it; what is known of all others is read at once; then each is decided in turn.</summary>
    /// <param name="line">Of a row in its file.</param>
    /// <param name="wrong">Null where the row is sound.</param>
    /// <param name="open">Reads what is known of the sound rows.</param>
    public static async Task<RowFate[]> Decide<T>(IReadOnlyList<T> rows, Func<T, long> line, Func<T, RowReason?> wrong, Func<List<T>, Task> open, Func<T, (Fate Fate, RowReason? Why)> decide)
    {
        var (fates, sound) = (new RowFate[rows.Count], new List<int>(rows.Count));
        for (var at = 0; at < fates.Length; at++)
        {
            if (wrong(rows[at]) is { } why) fates[at] = new(line(rows[at]), Fate.Rejected, why);
            else sound.Add(at);
        }
        await open(sound.ConvertAll(at => rows[at]));
        foreach (var at in sound)
        {
            var (fate, why) = decide(rows[at]);
            fates[at] = new(line(rows[at]), fate, why);
        }
        return fates;
    }
}
