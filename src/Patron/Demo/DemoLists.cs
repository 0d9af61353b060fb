using System.Globalization;

namespace Patron.Demo;

/// <summary>A country where people of the demo live. <paramref name="Phones"/> are patterns of numbers that nobody has, where such are reserved.</summary>
internal sealed record Country(
    string Iso, string Name, string[] InOrders, string Locale, string Language, string Dial, string Trunk, string[] Phones);

internal sealed record Place(string Iso, string City, string[] Postal, string? Phone, float Weight);

/// <summary>A part of a name in its own script, where that is not Latin, and as it is romanised.</summary>
internal sealed record NamePart(string? Native, string Latin, float Weight);

internal sealed record NameList(string Culture, NamePart[] Family, NamePart[] Female, NamePart[] Male);

/// <summary>The small lists that lie inside the program.</summary>
internal sealed class DemoLists
{
    /// <summary>Those of whose names we keep lists: all that need a script of their own, and the British, of whom most are.</summary>
    public static readonly string[] Cultures = ["ko", "zh-Hans", "zh-Hant", "zh-HK", "ja", "en"];

    public IReadOnlyList<Country> Countries { get; } = [.. Rows("countries.tsv").Select(r =>
        new Country(r[0], r[1], r[2].Split(';'), r[3], r[4], r[5], r[6], r[7].Split(';')))];

    public ILookup<string, Place> Places { get; } = Rows("places.tsv")
        .Select(r => new Place(r[0], r[1], r[2].Split(','), r[3].Length == 0 ? null : r[3], Weight(r[4])))
        .ToLookup(p => p.Iso);

    public ILookup<string, string> Streets { get; } = Rows("streets.tsv").ToLookup(r => r[0], r => r[1]);

    public ILookup<string, string> Companies { get; } = Rows("companies.tsv").ToLookup(r => r[0], r => r[1]);

    public IReadOnlyDictionary<string, NameList> Names { get; } = Cultures.ToDictionary(c => c, NamesOf);

    public Country Country(string iso) => Countries.First(c => c.Iso == iso);

    private static NameList NamesOf(string culture)
    {
        var parts = Rows($"names.{culture}.tsv").ToLookup(
            r => r[0], r => new NamePart(r[1].Length == 0 ? null : r[1], r[2], Weight(r[3])));
        return new NameList(culture, [.. parts["family"]], [.. parts["female"]], [.. parts["male"]]);
    }

    private static float Weight(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rows(string name)
    {
        using var stream = typeof(DemoLists).Assembly.GetManifestResourceStream("demo/" + name)
            ?? throw new InvalidOperationException($"The program was built without its list {name}.");
        using var lines = new StreamReader(stream);
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
            yield return line.Split('\t');
    }
}
