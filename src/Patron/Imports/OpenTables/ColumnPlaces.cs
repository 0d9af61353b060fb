using System.Globalization;
using Patron.Imports.Contracts;
using Patron.Imports.Reading;

namespace Patron.Imports.OpenTables;

/// <summary>Where the asked columns stand, and whether the first row names them.</summary>
internal sealed record ColumnPlaces(bool HasHeader, IReadOnlyList<int> Places)
{
    /// <param name="first">The first row of the file.</param>
    /// <param name="guessed">Whether the first row looks like names.</param>
    public static Parsed<ColumnPlaces> Find(IReadOnlyList<string> first, bool guessed, IReadOnlyList<AskedColumn> asked)
    {
        var named = asked.Select(a => NameAt(first, a.Column)).ToArray();
        var numbered = asked.Select(a => int.TryParse(a.Column, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0).ToArray();
        // A name that is found makes a header of the first row; where all are numbers, the guess holds.
        var header = guessed || named.Where((at, i) => at >= 0 && numbered[i] == 0).Any();
        var places = new int[asked.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = header && named[i] >= 0 ? named[i] : numbered[i] - 1;
            if (numbered[i] > first.Count && places[i] >= first.Count) return Reason.Of("imports.asked.too_few", ("option", asked[i].Option), ("column", asked[i].Column), ("columns", first.Count));
            if (places[i] < 0) return Reason.Of("imports.asked.unknown", ("option", asked[i].Option), ("column", asked[i].Column), ("columns", string.Join(", ", first.Select((name, n) => $"{n + 1} {name}"))));
        }
        return new ColumnPlaces(header, places);
    }

    private static int NameAt(IReadOnlyList<string> first, string name)
    {
        var exact = first.ToList().IndexOf(name);
        return exact >= 0 ? exact : first.ToList().FindIndex(f => f.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
