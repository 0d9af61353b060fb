namespace Patron.Tests.IdentityResolution.Linking.Made;

/// <summary>What goes wrong when people type.</summary>
internal static class MadeFaults
{
    /// <summary>One letter too many, too few, another, or two neighbours swapped.</summary>
    public static string Slip(this Random random, string text)
    {
        if (text.Length < 3) return text;
        var at = random.Next(1, text.Length - 1);
        return random.Next(4) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, text[at].ToString()),
            2 => text[..at] + Other(random, text[at]) + text[(at + 1)..],
            _ => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
        };
    }

    public static bool Chance(this Random random, double share) => random.NextDouble() < share;

    public static T Pick<T>(this Random random, params ReadOnlySpan<T> items) => items[random.Next(items.Length)];

    public static string Digits(this Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));

    private static char Other(Random random, char c) => char.IsAsciiDigit(c) ? (char)('0' + random.Next(10)) : char.IsAsciiLetter(c) ? (char)('a' + random.Next(26)) : c;
}
