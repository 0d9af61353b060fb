using System.Diagnostics;
using System.Globalization;

namespace Patron.Benchmarks;

/// <summary>Times work and the limit it is held against, in turns, and prints the medians.</summary>
internal static class Measure
{
    private const int Rounds = 9;

    public static void Heading() => Console.WriteLine($"{"what",-58}{"median ms",12}{"limit ms",12}{"ratio",8}  limit");

    /// <summary>Prints one line; work that is done only once (a load) is measured with one round.</summary>
    public static void Line(string what, Action work, string limitName, Action limit, int rounds = Rounds)
    {
        var (works, limits) = (new double[rounds], new double[rounds]);
        if (rounds > 1)
        {
            work();
            limit();
        }
        for (var round = 0; round < rounds; round++)
        {
            limits[round] = Milliseconds(limit);
            works[round] = Milliseconds(work);
        }
        var (own, least) = (Median(works), Median(limits));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-58}{own,12:F2}{least,12:F2}{own / least,8:F1}  {limitName}"));
    }

    public static double Milliseconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
