namespace Patron.Analytics.Base;

/// <summary>Splits customers among the cores, at multiples of a block so that no two threads write into one word of a bitmap.</summary>
internal static class Ranges
{
    /// <summary>Customers evaluated together: 64 words of a bitmap; their numbers fit into the first-level cache.</summary>
    public const int Block = 4096;

    private const int Big = 16 * Block;

    public static void Run(int count, Action<int, int> fromTo)
    {
        if (count < Big)
        {
            if (count > 0) fromTo(0, count);
            return;
        }
        // More pieces than cores, because customers with many purchases may stand together.
        var pieces = Math.Min(Environment.ProcessorCount * 8, count / Block);
        var blocks = (count + Block - 1) / Block;
        Parallel.For(0, pieces, n =>
        {
            var from = (int)((long)blocks * n / pieces) * Block;
            var to = Math.Min(count, (int)((long)blocks * (n + 1) / pieces) * Block);
            if (from < to) fromTo(from, to);
        });
    }
}
