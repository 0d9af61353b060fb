using System.Globalization;
using System.Text;
using Patron.Analytics.Base;
using Patron.Kernel;

namespace Patron.Quality.FindCustomers;

/// <summary>What is wrong with a customer's records of one source.</summary>
/// <param name="Number">The source's, 0 to 62.</param>
internal readonly record struct SourceFlaws(int Number, int Missing, int Invalid, int Duplicate)
{
    public bool Has(Flaw flaw, QualityField field) => ((flaw switch { Flaw.Missing => Missing, Flaw.Invalid => Invalid, _ => Duplicate }) & field.Mask) != 0;
}

/// <summary>
/// A customer's flaws as one category of the customer base: few customers in a million differ in their combination of flaws, so four bytes a customer
/// hold what would be 24 for each of 63 sources. A customer without flaws has no category.
/// </summary>
internal static class FlawCode
{
    public static readonly CategoryKey Key = new("quality-flaws");

    /// <param name="flaws">One for each source that finds fault, by number.</param>
    public static string? Write(IReadOnlyList<SourceFlaws> flaws)
    {
        if (flaws.Count == 0) return null;
        var text = new StringBuilder();
        foreach (var f in flaws)
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? ";" : "")}{f.Number}.{f.Missing:x}.{f.Invalid:x}.{f.Duplicate:x}");
        return text.ToString();
    }

    public static IReadOnlyList<SourceFlaws> Read(string code) =>
        code.Length == 0 ? [] : [.. code.Split(';').Select(part => part.Split('.')).Select(p => new SourceFlaws(int.Parse(p[0], CultureInfo.InvariantCulture), Hex(p[1]), Hex(p[2]), Hex(p[3])))];

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

/// <summary>Gathers the flaws of one customer's records, those of one source together.</summary>
internal sealed class FlawGatherer
{
    private readonly List<SourceFlaws> flaws = [];

    public void Add(SourceFlaws more)
    {
        var at = flaws.FindIndex(f => f.Number == more.Number);
        if (at < 0) flaws.Add(more);
        else flaws[at] = new(more.Number, flaws[at].Missing | more.Missing, flaws[at].Invalid | more.Invalid, flaws[at].Duplicate | more.Duplicate);
    }

    /// <param name="repaired">Fields that a person has set: what sources lack of them, or have wrong, is no longer to be repaired.</param>
    public string? Take(int repaired = 0)
    {
        for (var at = flaws.Count - 1; at >= 0; at--)
        {
            flaws[at] = flaws[at] with { Missing = flaws[at].Missing & ~repaired, Invalid = flaws[at].Invalid & ~repaired };
            if ((flaws[at].Missing | flaws[at].Invalid | flaws[at].Duplicate) == 0) flaws.RemoveAt(at);
        }
        flaws.Sort((a, b) => a.Number.CompareTo(b.Number));
        var code = FlawCode.Write(flaws);
        flaws.Clear();
        return code;
    }
}
