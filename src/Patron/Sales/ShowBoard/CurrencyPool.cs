using System.Text;
using Patron.Data;

namespace Patron.Sales.ShowBoard;

/// <summary>Currency codes of many rows, few of which differ: one text for each, and none made for a row that says what the last one said.</summary>
internal sealed class CurrencyPool
{
    private readonly List<(byte[] Utf8, string Text)> known = [];
    private int last;

    public string Of(FastReader row, int column)
    {
        var code = row.Utf8(column);
        if (last < known.Count && code.SequenceEqual(known[last].Utf8)) return known[last].Text;
        for (last = 0; last < known.Count; last++)
            if (code.SequenceEqual(known[last].Utf8)) return known[last].Text;
        known.Add((code.ToArray(), Encoding.UTF8.GetString(code)));
        return known[last].Text;
    }
}
