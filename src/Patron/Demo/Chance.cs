using Bogus;

namespace Patron.Demo;

/// <summary>Chance, from one seed, as the demo needs it.</summary>
internal static class Chance
{
    /// <summary>One of the items, each as likely as its weight says.</summary>
    public static T Weighted<T>(this Randomizer random, IReadOnlyList<T> items, Func<T, float> weight)
    {
        var left = random.Float(0, items.Sum(weight));
        foreach (var item in items)
        {
            left -= weight(item);
            if (left < 0)
                return item;
        }
        return items[^1];
    }

    /// <summary>One of the words, a word standing as often in the text as it is likely.</summary>
    public static string Word(this Randomizer random, string words) => random.ArrayElement(words.Split(' '));

    public static DateOnly Day(this Randomizer random, DateOnly from, DateOnly to) =>
        from.AddDays(random.Number(0, to.DayNumber - from.DayNumber));
}
